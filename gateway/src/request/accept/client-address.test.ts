import type { IncomingMessage } from 'node:http'
import { BlockList } from 'node:net'
import { describe, expect, it } from 'vitest'
import { clientAddress, isLocalCaller } from './client-address.ts'

/** A request with what the function reads of one. */
const from = (remoteAddress: string | undefined, forwarded?: string): IncomingMessage =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage

const PROXIES = new BlockList()
PROXIES.addSubnet('10.0.0.0', 8)
PROXIES.addSubnet('fd00::', 8, 'ipv6')

describe('the address of the client', () => {
  it.each([
    // peer, x-forwarded-for, whose address counts
    ['203.0.113.5', undefined, '203.0.113.5'],
    ['::ffff:203.0.113.5', undefined, '203.0.113.5'],
    ['2001:db8::1', undefined, '2001:db8::1'],
    // a header from somebody who is no proxy of ours says nothing
    ['203.0.113.5', '198.51.100.7', '203.0.113.5'],
    ['203.0.113.5', '10.0.0.1', '203.0.113.5'],
    // behind proxies of ours: from the right, the first that is none of them
    ['10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['fd00::1', '2001:db8::7', '2001:db8::7'],
    ['10.0.0.1', '198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['10.0.0.1', '198.51.100.7,10.0.0.3,  10.0.0.2', '198.51.100.7'],
    ['10.0.0.1', '::ffff:198.51.100.7', '198.51.100.7'],
    // what the client itself wrote stands further left
    ['10.0.0.1', '127.0.0.1, 198.51.100.7', '198.51.100.7'],
    ['10.0.0.1', '10.9.9.9, 198.51.100.7, 10.0.0.2', '198.51.100.7'],
    ['10.0.0.1', 'unknown, 198.51.100.7', '198.51.100.7'],
    // only proxies of ours: the one that is furthest away
    ['10.0.0.1', '10.0.0.9, 10.0.0.2', '10.0.0.9'],
    ['10.0.0.1', undefined, '10.0.0.1'],
    [undefined, '198.51.100.7', ''],
  ])('of a connection from %s with x-forwarded-for %j is %s', (peer, forwarded, expected) => {
    expect(clientAddress(from(peer, forwarded), PROXIES)).toBe(expected)
  })

  it('is that of the connection where no proxy is trusted, whatever the header says', () => {
    expect(clientAddress(from('10.0.0.1', '198.51.100.7'), null)).toBe('10.0.0.1')
  })
})

describe('a caller', () => {
  it.each([
    ['127.0.0.1', undefined, true],
    ['127.8.9.10', undefined, true],
    ['::1', undefined, true],
    ['::ffff:127.0.0.1', undefined, true],
    ['203.0.113.5', undefined, false],
    ['10.0.0.1', undefined, false],
    [undefined, undefined, false],
    // a proxy on this machine that nobody has named speaks for somebody else
    ['127.0.0.1', '203.0.113.5', false],
    ['127.0.0.1', '127.0.0.1', false],
    // one that was named is believed
    ['10.0.0.1', '203.0.113.5', false],
    ['10.0.0.1', '127.0.0.1', true],
  ])('at %s with x-forwarded-for %j is on this machine: %s', (peer, forwarded, expected) => {
    expect(isLocalCaller(from(peer, forwarded), PROXIES)).toBe(expected)
  })
})
