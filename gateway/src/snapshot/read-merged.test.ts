import { describe, expect, it } from 'vitest'
import { commonTo } from './merge-config.ts'
import { readConfig } from './read-config.ts'
import { readMerged } from './read-merged.ts'
import type { EntryBody, EntryKind, StoredEntry } from './stored-entry.ts'

const FILE = `
providers:
  openai: { kind: openai, api_key: \${OPENAI_KEY} }
models:
  - name: gpt-4o
    deployments: [{ provider: openai, model: gpt-4o }]
organisation: { refusal_lock: true }
keys:
  - { name: app, key: app-secret-0123, routing: { chat: { candidates: [{ modelName: gpt-4o }] } } }
`
const declared = (() => {
  const read = readConfig(FILE, { env: { OPENAI_KEY: 'sk-from-env' }, readFile: () => '' })
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems))
  return read
})()

let number = 0
function entry(kind: EntryKind, name: string, body: EntryBody): StoredEntry {
  const at = 1_700_000_000_000
  return { id: `e${++number}`, kind, name, body, revision: 1, createdAt: at, updatedAt: at, createdBy: 'x' }
}

function merged(...entries: readonly StoredEntry[]) {
  const read = readMerged('default', declared, entries)
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.problems))
  return read
}

function problemsOf(...entries: readonly StoredEntry[]): readonly string[] {
  const read = readMerged('default', declared, entries)
  return read.kind === 'valid' ? [] : read.problems.map(({ path, message }) => `${path}: ${message}`)
}

const local = entry('provider', 'local', { kind: 'vllm', base_url: 'http://127.0.0.1:8000/v1' })
const llama = entry('model', 'llama', { deployments: [{ provider: 'local', model: 'llama-3' }] })

describe('file and store together', () => {
  it('are what the file says, where the store is empty', () => {
    const { configuration } = merged()
    expect(configuration.version).toBe(declared.version)
    expect([...configuration.models.keys()]).toEqual(['gpt-4o'])
  })

  it('are compiled into one configuration, with a version of its own', () => {
    const { configuration } = merged(local, llama)
    expect([...configuration.models.keys()]).toEqual(['gpt-4o', 'llama'])
    expect(configuration.models.get('llama')?.deployments[0]?.provider.name).toBe('local')
    expect(configuration.version).not.toBe(declared.version)
    expect(configuration.version).toBe(merged(llama, local).configuration.version)
  })

  it('are checked together: what the store names may stand in the file, and must stand somewhere', () => {
    expect(problemsOf(entry('chain', 'both', { models: [{ model: 'gpt-4o' }, { model: 'llama' }] }))).toEqual(
      [
        'fallback.chains[0].models[1].model: no model is called "llama"; with a provider it could be one of the provider\'s own',
      ],
    )
    expect(problemsOf(entry('model', 'gpt-4o', llama.body), local)).toEqual([
      expect.stringContaining(
        'models[1].name: the name "gpt-4o" is already used at models[0].name',
      ) as string,
    ])
    expect(problemsOf(entry('model', 'x', { deployments: [] }))).toEqual([
      'models[1].deployments: must not be empty',
    ])
  })

  it('leave what the file says of settings and policies as it is', () => {
    const { file } = merged(
      local,
      llama,
      entry('settings', 'settings', {
        organisation: { refusal_lock: false, allow_request_override: false },
        fallback: { default: ['llama'] },
      }),
      entry('key_routing', 'app', {
        routing: {
          chat: { candidates: [{ modelName: 'llama' }] },
          embeddings: { candidates: [{ modelName: 'llama' }] },
        },
      }),
    )
    expect(file.organisation).toMatchObject({ refusal_lock: true, allow_request_override: false })
    expect(file.fallback.default).toEqual(['llama'])
    expect(file.keys[0]?.routing).toMatchObject({
      chat: { candidates: [{ modelName: 'gpt-4o' }] },
      embeddings: { candidates: [{ modelName: 'llama' }] },
    })
  })

  it('share nothing between organisations but what holds for all', () => {
    const own = readMerged('other', commonTo(declared), [local, llama])
    const ours = merged(local, llama)
    if (own.kind === 'refused') throw new Error(JSON.stringify(own.problems))
    expect([...own.configuration.models.keys()]).toEqual(['llama'])
    expect(own.configuration.keys.size).toBe(0)
    expect(own.configuration.organisation).toMatchObject({ id: 'other', refusalLock: false })
    const idIn = (read: typeof ours) => read.configuration.models.get('llama')?.deployments[0]?.id
    expect(idIn(own)).not.toBe(idIn(ours))
  })
})
