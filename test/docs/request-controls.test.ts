import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { CONTROL_MEMBERS, OWN_MEMBERS } from '#accept/controls'
import { PROVIDER_MEMBERS } from '#accept/controls-selection'
import { FALLBACK_CONTROLS } from '#domain/request'

const text = readFileSync(new URL('../../docs/request-controls.md', import.meta.url), 'utf8')

it('the document names every member that a request can bring', () => {
  const members = [
    ...CONTROL_MEMBERS.filter((name) => name !== 'provider' && name !== 'backstay'),
    ...OWN_MEMBERS.map((name) => `backstay.${name}`),
    ...FALLBACK_CONTROLS,
  ]
  for (const name of members) expect(text).toContain(name)
  for (const name of Object.keys(PROVIDER_MEMBERS))
    expect(text).toMatch(new RegExp(`provider\\.${name}|\`${name}\``, 'u'))
})

it('the document tells the order in which lists count, as the code has it', () => {
  expect(text).toContain(FALLBACK_CONTROLS.map((name) => `\`${name}\``).join(', '))
})
