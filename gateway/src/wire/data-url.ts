const OCTETS = 'application/octet-stream'

/** The parts of a base64 `data:` URL; `null` for any other URL. */
export function readDataUrl(url: string): { readonly mediaType: string; readonly base64: string } | null {
  if (!url.startsWith('data:')) return null
  const comma = url.indexOf(',')
  const head = url.slice('data:'.length, Math.max(0, comma))
  if (!head.endsWith(';base64')) return null
  return { mediaType: head.slice(0, head.indexOf(';')) || OCTETS, base64: url.slice(comma + 1) }
}

export function dataUrl(mediaType: string, base64: string): string {
  return `data:${mediaType};base64,${base64}`
}
