/** Eighths of the time. */
const PARTS = [3, 1, 1, 1, 1, 1]

/**
 * Calls each of the subjects for so many seconds, a multiple of 8: long enough for a just-in-time compiler to settle, and
 * in several runs, because the end of a run and the start of the next are news to it. Connections end under load, and wrk
 * sends its headers in another order each time, so that they become objects of another shape; what was compiled for
 * the shapes before is thrown away until there have been a few.
 */
export async function warmUp<T>(
  subjects: readonly T[],
  seconds: number,
  call: (subject: T, seconds: number) => Promise<unknown>,
): Promise<void> {
  for (const part of PARTS) for (const subject of subjects) await call(subject, (seconds / 8) * part)
}
