/** Numbers in [0, 1) from a seed, one after the other (Mulberry32): small, repeatable, good enough for simulations. */
export function seeded(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    return unit(state)
  }
}

/**
 * The number in [0, 1) that stands at a place: the same for the same seed and coordinates, whatever was drawn before.
 * So two policies meet the same luck, and what no policy could have avoided can be told.
 */
export function drawAt(seed: number, ...coordinates: readonly number[]): number {
  let state = seed | 0
  for (const coordinate of coordinates) {
    state = Math.imul(state ^ (coordinate | 0), 0x9e3779b1)
    state ^= state >>> 15
    state = Math.imul(state, 0x85ebca77)
    state ^= state >>> 13
  }
  return unit(state)
}

function unit(state: number): number {
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
}
