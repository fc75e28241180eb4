/**
 * Tokens per character, in those of a Latin letter: what o200k_base makes of ordinary text in each script, rounded up
 * because other tokenizers make more. The first range that a character lies in counts; code units of UTF-16.
 */
const SCRIPTS: readonly (readonly [from: number, to: number, weight: number])[] = [
  [0x00_00, 0x02_4f, 1],
  // Kana, Han.
  [0x30_40, 0x30_ff, 3],
  [0x34_00, 0x9f_ff, 3],
  [0xac_00, 0xd7_a3, 2.4],
  // Halves of emoji and of rare characters.
  [0xd8_00, 0xdf_ff, 3],
]
/** Cyrillic, Greek, Arabic, Hebrew, Thai, the scripts of India, and what is rarer. */
const OTHER = 1.4

/** Longer texts are judged by so many of their characters. */
const SAMPLED = 16_384
const BEYOND_LATIN = /[\u0250-\uffff]/

/** How many Latin letters a text is worth, when its tokens are estimated. */
export function textWeight(text: string): number {
  if (!BEYOND_LATIN.test(text)) return text.length
  const step = Math.max(1, Math.floor(text.length / SAMPLED))
  let weight = 0
  let looked = 0
  for (let at = 0; at < text.length; at += step) {
    weight += weightOf(text.charCodeAt(at))
    looked += 1
  }
  return Math.ceil((weight / looked) * text.length)
}

function weightOf(unit: number): number {
  for (const [from, to, weight] of SCRIPTS) if (unit >= from && unit <= to) return weight
  return OTHER
}
