import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readForm } from './form-body.ts'
import { editForm } from './form-edit.ts'
import { formMembers } from './form-members.ts'

const encoder = new TextEncoder()

/** Written by somebody else than the code under test. */
async function formOf(entries: readonly (readonly [string, string | Blob])[]) {
  const data = new FormData()
  for (const [name, value] of entries) data.append(name, value)
  const response = new Response(data)
  const contentType = response.headers.get('content-type') ?? ''
  return { bytes: new Uint8Array(await response.arrayBuffer()), contentType }
}

function read(bytes: Uint8Array, contentType: string) {
  const result = readForm(bytes, contentType)
  if (result.kind === 'invalid') throw new Error(result.message)
  return result.form
}

/** And read by somebody else. */
function parsed(bytes: Uint8Array, contentType: string): Promise<FormData> {
  return new Response(bytes.slice(), { headers: { 'content-type': contentType } }).formData()
}

const sound = new Blob([Uint8Array.from({ length: 3000 }, (_, n) => (n * 7) % 256)], { type: 'audio/wav' })

describe('a form', () => {
  it('is read as its members, files by their size', async () => {
    const { bytes, contentType } = await formOf([
      ['model', 'whisper-1'],
      ['file', sound],
      ['stream', 'true'],
      ['provider[only][]', 'a'],
      ['provider[only][]', 'b'],
      ['models', '["x","y"]'],
      ['temperature', '0'],
    ])
    const members = formMembers(bytes, read(bytes, contentType), ['stream', 'provider', 'models'])
    expect(JSON.parse(JSON.stringify(members))).toEqual({
      model: 'whisper-1',
      file: { kind: 'file', sizeBytes: 3000 },
      stream: true,
      provider: { only: ['a', 'b'] },
      models: ['x', 'y'],
      temperature: '0',
    })
  })

  it('does not reach what every object has', async () => {
    const { bytes, contentType } = await formOf([
      ['__proto__[polluted]', 'yes'],
      ['constructor[prototype][polluted]', 'yes'],
    ])
    formMembers(bytes, read(bytes, contentType), [])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('names another model, and everything else stays', async () => {
    const { bytes, contentType } = await formOf([
      ['file', sound],
      ['model', 'ours'],
      ['provider[sort]', 'price'],
      ['prompt', 'Schöner Tag ☃'],
    ])
    const form = read(bytes, contentType)
    const edits = { set: { model: 'theirs' }, setIfAbsent: { language: 'de', prompt: 'no' } }
    const edited = await parsed(editForm({ bytes, form }, edits, ['provider']), contentType)
    expect([...edited.keys()].toSorted()).toEqual(['file', 'language', 'model', 'prompt'])
    expect(edited.getAll('model')).toEqual(['theirs'])
    expect([edited.get('prompt'), edited.get('language')]).toEqual(['Schöner Tag ☃', 'de'])
    const file = edited.get('file') as File
    expect(file.type).toBe('audio/wav')
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(new Uint8Array(await sound.arrayBuffer()))
  })

  it('keeps its very bytes where nothing is to be changed', async () => {
    const { bytes, contentType } = await formOf([
      ['model', 'same'],
      ['file', sound],
    ])
    const form = read(bytes, contentType)
    expect(editForm({ bytes, form }, { set: { model: 'same' }, setIfAbsent: {} }, [])).toBe(bytes)
  })

  it('cannot name two models: one is left, and it is ours', async () => {
    const { bytes, contentType } = await formOf([
      ['model', 'granted'],
      ['model', 'other'],
    ])
    const form = read(bytes, contentType)
    const edited = editForm({ bytes, form }, { set: { model: 'granted' }, setIfAbsent: {} }, [])
    expect((await parsed(edited, contentType)).getAll('model')).toEqual(['granted'])
  })

  it('holds any file, also one that looks like a delimiter', async () => {
    const nasty = fc.array(
      fc.constantFrom('\r', '\n', '-', '--', 'xx', '--xx', '\r\n--xxy\r\n', '\r\n--x', '\0', 'ÿ'),
      { maxLength: 40 },
    )
    await fc.assert(
      fc.asyncProperty(nasty, async (pieces) => {
        const value = pieces.join('')
        fc.pre(!/\r\n--xx(?:--|[\r \t])/.test(`\r\n${value}\r\n--xx--`.slice(0, -6)))
        const contentType = 'multipart/form-data; boundary=xx'
        const bytes = encoder.encode(
          `--xx\r\nContent-Disposition: form-data; name="file"; filename="a b.wav"\r\nContent-Type: audio/wav\r\n\r\n${value}\r\n--xx\r\ncontent-disposition: form-data; name=model\r\n\r\nours\r\n--xx--\r\n`,
        )
        const form = read(bytes, contentType)
        expect(form.parts.map(({ name, file }) => [name, file])).toEqual([
          ['file', true],
          ['model', false],
        ])
        const [part] = form.parts
        expect(bytes.subarray(part?.valueStart, part?.valueEnd)).toEqual(encoder.encode(value))
      }),
      { numRuns: 200 },
    )
  })

  it.each([
    ['multipart/form-data', '--x\r\n\r\n\r\n--x--', 'boundary'],
    ['multipart/form-data; boundary=x', '', 'ends before'],
    [
      'multipart/form-data; boundary=x',
      '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\nb',
      'ends before',
    ],
    ['multipart/form-data; boundary=x', '--x\r\ncontent-type: text/plain\r\n\r\nb\r\n--x--', 'no name'],
    ['multipart/form-data; boundary=x', '--x\r\n--x--', 'no name'],
  ])('is refused where it is none: %s %j', (contentType, text, why) => {
    const result = readForm(encoder.encode(text), contentType)
    expect(result).toMatchObject({ kind: 'invalid', message: expect.stringContaining(why) as string })
  })

  it('never makes the reader throw', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (noise, name) => {
        const head = encoder.encode(`--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n`)
        const bytes = new Uint8Array([...head, ...noise, ...encoder.encode('\r\n--x--')])
        const result = readForm(bytes, 'multipart/form-data; boundary="x"')
        if (result.kind === 'form') {
          formMembers(bytes, result.form, ['stream'])
          editForm({ bytes, form: result.form }, { set: { model: 'm' }, setIfAbsent: {} }, [name])
        }
      }),
    )
  })
})
