import { camelKey, isMask, masked } from '@backstay/contract/admin'
import { GatewayError } from '#domain/errors'
import { formatPath } from '#snapshot/config-problem'
import { mapSecrets } from '#snapshot/secret-places'
import type { EntryBody, EntryKind } from '#snapshot/stored-entry'

/** A secret that is saved: how it is shown, and what stands for it in entries. */
interface SavedSecret {
  readonly path: string
  readonly mask: string
  readonly reference: string
}

/**
 * The secrets of an entry.
 *
 * @param stored - With references.
 * @param inForce - The same with secrets.
 */
export function savedSecrets(kind: EntryKind, stored: EntryBody, inForce: EntryBody): readonly SavedSecret[] {
  const masks = new Map<string, string>()
  mapSecrets(kind, inForce, (secret, path) => {
    masks.set(formatPath(path), masked(secret))
    return secret
  })
  const saved: SavedSecret[] = []
  mapSecrets(kind, stored, (reference, path) => {
    const at = formatPath(path)
    saved.push({ path: at, mask: masks.get(at) ?? '', reference })
    return reference
  })
  return saved
}

/**
 * What was sent, with references in the place of secrets that came as they are shown.
 *
 * @throws GatewayError - 400 for what looks like a shown secret, and is none of these.
 */
export function keepSecrets<Body extends EntryBody>(
  kind: EntryKind,
  sent: Body,
  saved: readonly SavedSecret[],
): Body {
  return mapSecrets(kind, sent, (secret, path) => {
    if (!isMask(secret)) return secret
    const at = formatPath(path)
    const fitting = saved.filter(({ mask }) => mask === secret)
    const found = fitting.find((one) => one.path === at) ?? fitting[0]
    if (found !== undefined) return found.reference
    const shown = at.replaceAll(/[A-Za-z0-9_]+/g, camelKey)
    const message = `\`${shown}\`: "${secret}" is how a secret is shown, and none that is saved here looks like it.`
    throw new GatewayError('invalid_body', { message, param: shown })
  })
}
