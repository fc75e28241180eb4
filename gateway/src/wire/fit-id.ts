/** An id that is no longer than a provider takes; one that is too long is cut, and stays the same for the same id. */
export function fittedId(id: string, most: number): string {
  if (id.length <= most) return id
  // FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv/
  let hash = 0x81_1c_9d_c5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01_00_01_93)
  return `${id.slice(0, most - 9)}_${(hash >>> 0).toString(16).padStart(8, '0')}`
}
