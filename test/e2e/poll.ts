const EVERY_MS = 10

/** Asks until there is an answer; rejects after `limitMs`. */
export async function poll<T>(
  ask: () => Promise<T | undefined> | T | undefined,
  limitMs = 60_000,
): Promise<T> {
  const start = performance.now()
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (performance.now() - start > limitMs) throw new Error(`nothing came of it within ${limitMs} ms`)
    await new Promise((resolve) => {
      setTimeout(resolve, EVERY_MS)
    })
  }
}
