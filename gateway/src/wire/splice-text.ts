/** How the text of a second answer is joined to the text of a first one that broke off. */
export interface Joint {
  /** Nothing is held back any more: what comes goes to the client as it is. */
  readonly open: boolean
  /** What of the text goes to the client now; `null` when the two do not fit together. */
  take(text: string): string | null
  /** No more text comes before the end, a tool call or the like: what was held back, or `null` as above. */
  close(): string | null
}

/** Repeated text shorter than this proves nothing: about eight tokens. */
const MEANT_CHARS = 32
/** Shortest overlap that is removed wherever it begins. */
const PLAIN_OVERLAP_CHARS = 16
/** Letters and digits that a shorter overlap has, which then begins with a whole word. */
const OVERLAP_LETTERS = 4
/** Overlaps are looked for in so much of the end of the first text. */
const OVERLAP_WINDOW_CHARS = 16_384

/** Everything goes through: the client has no text yet. */
export class CleanJoint implements Joint {
  readonly open = true

  take(text: string): string {
    return text
  }

  close(): string {
    return ''
  }
}

/** The second answer is whole. It is held back while it repeats the first, character by character. */
export class RestartJoint implements Joint {
  readonly #sent: string
  #matched = 0

  constructor(sent: string) {
    this.#sent = sent
  }

  get open(): boolean {
    return this.#matched === this.#sent.length
  }

  take(text: string): string | null {
    if (this.open) return text
    const repeated = text.slice(0, this.#sent.length - this.#matched)
    if (!this.#sent.startsWith(repeated, this.#matched)) return null
    this.#matched += repeated.length
    return text.slice(repeated.length)
  }

  close(): string | null {
    return this.open ? '' : null
  }
}

/**
 * The second answer goes on from a beginning that it was given. Some servers repeat that beginning: a repetition of the
 * whole of it is dropped if it is long enough to be meant (32 characters) and does not consist of repetitions itself.
 * A long repetition of a part of it, or a repetition of a short beginning, may be either: it does not fit, and a
 * restart, which is compared character by character, is safer.
 */
export class PrefillJoint implements Joint {
  readonly #given: string
  /** White space at the end of the first text that the provider was not shown. */
  #cut: string
  #held = ''
  #joined = false

  constructor(given: string, cut: string) {
    this.#given = given
    this.#cut = cut
  }

  get open(): boolean {
    return this.#joined && this.#cut === ''
  }

  take(text: string): string | null {
    if (this.#joined) return this.#afterCut(text)
    const repeats = this.#given.startsWith(text, this.#held.length)
    this.#held += text
    return repeats && this.#held.length < this.#given.length ? '' : this.#join()
  }

  close(): string | null {
    const rest = this.#joined ? '' : this.#join()
    this.#cut = ''
    return rest
  }

  #join(): string | null {
    const repeated = commonStart(this.#given, this.#held)
    const whole = repeated > 0 && repeated === this.#given.length
    const meant = repeated >= MEANT_CHARS
    if (whole ? !meant || isRepetition(this.#given) : meant) return null
    const fresh = whole ? this.#held.slice(repeated) : this.#held
    this.#joined = true
    this.#held = ''
    return this.#afterCut(fresh)
  }

  /** The client has the white space that was cut: as much of it as comes again is dropped. */
  #afterCut(text: string): string {
    if (this.#cut === '' || text === '') return text
    const again = commonStart(this.#cut, text)
    this.#cut = again === text.length ? this.#cut.slice(again) : ''
    return text.slice(again)
  }
}

/**
 * The second answer was asked to go on from the text so far. What it repeats of the end of that text is removed: the
 * longest end of the text that is its beginning and either has 16 characters, or begins with a whole word and has four
 * letters or digits. Shorter ones occur by themselves.
 */
export class InstructedJoint implements Joint {
  readonly #sent: string
  readonly #end: string
  #held = ''
  #anew = true
  #joined = false

  constructor(sent: string) {
    this.#sent = sent
    this.#end = sent.slice(-OVERLAP_WINDOW_CHARS)
  }

  get open(): boolean {
    return this.#joined
  }

  take(text: string): string | null {
    if (this.#joined) return text
    this.#anew &&= this.#sent.startsWith(text, this.#held.length)
    this.#held += text
    // What stands somewhere in the end of the text may turn out to be the start of an overlap.
    return this.#anew || this.#end.includes(this.#held) ? '' : this.#join()
  }

  close(): string | null {
    return this.#joined ? '' : this.#join()
  }

  #join(): string | null {
    const anew = commonStart(this.#sent, this.#held)
    const whole = anew === this.#sent.length && anew > this.#end.length
    const overlap = whole ? anew : overlapOf(this.#end, this.#held)
    // It began anew and went another way: joined, the beginning would stand there twice.
    if (overlap === 0 && beginsAnew(this.#held.slice(0, anew))) return null
    this.#joined = true
    return this.#held.slice(overlap)
  }
}

/** Length of the longest end of the one text that begins the other and is no coincidence. */
function overlapOf(end: string, next: string): number {
  const start = next.slice(0, end.length)
  const borders = bordersOf(`${start}\u{FFFF}${end}`)
  for (let length = borders.at(-1) ?? 0; length > 0; length = borders[length - 1] ?? 0) {
    if (length <= start.length && isMeant(end, end.length - length)) return length
  }
  return 0
}

function isMeant(text: string, at: number): boolean {
  const overlap = text.slice(at)
  if (overlap.length >= PLAIN_OVERLAP_CHARS) return true
  const letters = overlap.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  return letters >= OVERLAP_LETTERS && (at === 0 || !isLetter(text[at - 1]) || !isLetter(overlap[0]))
}

/** Two whole words, or 16 characters: a sentence in the middle seldom begins like the whole answer. */
function beginsAnew(repeated: string): boolean {
  if (repeated.length >= PLAIN_OVERLAP_CHARS) return true
  return (repeated.match(/[\p{L}\p{N}]+(?=[^\p{L}\p{N}])/gu)?.length ?? 0) >= 2
}

function isLetter(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}]/u.test(character)
}

function commonStart(a: string, b: string): number {
  let at = 0
  while (at < a.length && at < b.length && a[at] === b[at]) at += 1
  return at
}

/** Is the text a shorter one, twice or more, the last time perhaps in part. */
function isRepetition(text: string): boolean {
  const border = bordersOf(text).at(-1) ?? 0
  return border * 2 >= text.length
}

/** For each start of the text, the length of its longest proper end that begins the text (Knuth, Morris, Pratt). */
function bordersOf(text: string): Int32Array {
  const borders = new Int32Array(text.length)
  for (let at = 1; at < text.length; at += 1) {
    let length = borders[at - 1] as number
    while (length > 0 && text[at] !== text[length]) length = borders[length - 1] as number
    borders[at] = text[at] === text[length] ? length + 1 : 0
  }
  return borders
}
