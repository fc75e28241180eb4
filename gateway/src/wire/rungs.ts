import type { Continuation, ContinueSource, Prefill, Rung } from '#domain/continuation'
import { CleanJoint, InstructedJoint, PrefillJoint, RestartJoint, type Joint } from './splice-text.ts'

/** The ways to go on at one deployment, in the order in which they are tried. */
export function rungsOf(source: ContinueSource, prefill: Prefill | null, instructed: boolean): Rung[] {
  if (source.text === '') return ['clean']
  const rungs: Rung[] = []
  const asked = canBeAsked(source.text)
  if (prefill !== null && asked && shownText(source.text, prefill) !== '') rungs.push('prefill')
  rungs.push('restart')
  if (instructed && asked) rungs.push('instructed')
  return rungs
}

/** White space at the end of the text that the provider is not shown; the splicer has to know it. */
export function cutOf({ rung, source, prefill }: Continuation): string {
  if (rung !== 'prefill' || prefill === null) return ''
  return source.text.slice(shownText(source.text, prefill).length)
}

/** The text as a provider that is given it as a beginning gets to see it. */
export function shownText(text: string, prefill: Prefill): string {
  return prefill.trailingSpace === 'cut' ? text.trimEnd() : text
}

/** Text that ends in half a character cannot be written into a request. */
function canBeAsked(text: string): boolean {
  return text.isWellFormed()
}

/** How the text of the second answer is joined to the first. */
export function jointOf(continuation: Continuation): Joint {
  const { rung, source } = continuation
  switch (rung) {
    case 'clean':
      return new CleanJoint()
    case 'restart':
      return new RestartJoint(source.text)
    case 'instructed':
      return new InstructedJoint(source.text)
    case 'prefill': {
      const cut = cutOf(continuation)
      return new PrefillJoint(source.text.slice(0, source.text.length - cut.length), cut)
    }
  }
}
