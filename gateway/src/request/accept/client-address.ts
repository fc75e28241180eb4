import type { BlockList } from 'node:net'
import { isIPv6 } from 'node:net'
import type { ClientRequest } from './client-side.ts'

/** What tells of the caller's address. */
type Called = Pick<ClientRequest, 'headers' | 'socket'>

const MAPPED = '::ffff:'

/**
 * The address of whoever called. `X-Forwarded-For` counts only as far as trusted proxies wrote it: from the right, the
 * first address that is not one of theirs.
 */
export function clientAddress(request: Called, trustedProxies: BlockList | null): string {
  const peer = plain(request.socket.remoteAddress ?? '')
  const header = request.headers['x-forwarded-for']
  if (trustedProxies === null || header === undefined || !isTrusted(peer, trustedProxies)) return peer
  const hops = (typeof header === 'string' ? header : header.join(','))
    .split(',')
    .map((hop) => plain(hop.trim()))
  return hops.findLast((hop) => !isTrusted(hop, trustedProxies)) ?? hops[0] ?? peer
}

/** Did the request come from this machine, as far as it shows: a proxy in between that is not trusted speaks against it. */
export function isLocalCaller(request: Called, trustedProxies: BlockList | null): boolean {
  const { headers } = request
  const forwarded = headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined
  const peer = plain(request.socket.remoteAddress ?? '')
  if (forwarded && (trustedProxies === null || !isTrusted(peer, trustedProxies))) return false
  return isLoopback(clientAddress(request, trustedProxies))
}

/** Did the request come over TLS: `X-Forwarded-Proto` counts where a trusted proxy wrote it. */
export function isSecureCall(request: Called, trustedProxies: BlockList | null): boolean {
  if ('encrypted' in request.socket && request.socket.encrypted === true) return true
  const peer = plain(request.socket.remoteAddress ?? '')
  if (trustedProxies === null || !isTrusted(peer, trustedProxies)) return false
  return request.headers['x-forwarded-proto'] === 'https'
}

function isLoopback(address: string): boolean {
  return address === '::1' || /^127\.(?:\d{1,3}\.){2}\d{1,3}$/u.test(address)
}

function isTrusted(address: string, proxies: BlockList): boolean {
  return proxies.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')
}

/** Without the port that some proxies write along, and without the prefix of mapped addresses. */
function plain(written: string): string {
  const [, v6, v4] = /^(?:\[([^\]]+)\](?::\d+)?|([\d.]+):\d+)$/u.exec(written) ?? []
  const address = v6 ?? v4 ?? written
  return address.startsWith(MAPPED) ? address.slice(MAPPED.length) : address
}
