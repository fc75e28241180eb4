/** The parts of an OpenAPI document that the page shows. */
interface Document {
  readonly info: { readonly title: string; readonly description?: string }
  readonly paths?: unknown
}

interface Operation {
  readonly 'summary'?: string
  readonly 'description'?: string
  readonly 'x-permission'?: string
  readonly 'parameters'?: readonly Parameter[]
  readonly 'requestBody'?: { readonly content?: Content }
  readonly 'responses'?: Readonly<
    Record<string, { readonly description?: string; readonly content?: Content }>
  >
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly schema?: Schema
}

type Content = Readonly<Record<string, { readonly schema?: Schema }>>
type Schema = { readonly description?: string; readonly type?: unknown; readonly enum?: readonly unknown[] }

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
section { border-top: 1px solid #8886; padding: .5rem 0 }
code, pre { font: .85rem/1.4 ui-monospace, monospace }
pre { overflow: auto; background: #8882; padding: .75rem; border-radius: .4rem }
h2 code { font-size: 1rem } .method { text-transform: uppercase; font-weight: 700 }
table { border-collapse: collapse } td, th { text-align: left; padding: .15rem .75rem .15rem 0; vertical-align: top }
.quiet { opacity: .75 }`

/** The description of the API as one page, complete in itself: no script, nothing from elsewhere. */
export function docsPage({ info, paths }: Document): string {
  const byPath = (paths ?? {}) as Readonly<Record<string, Readonly<Record<string, Operation>>>>
  const sections = Object.entries(byPath).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => section(`${method} ${path}`, operation)),
  )
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escaped(info.title)}</title><style>${STYLE}</style></head>
<body><h1>${escaped(info.title)}</h1><p>${escaped(info.description ?? '')}</p>
<p>For programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).
Sign in with <code>Authorization: Bearer $BACKSTAY_ADMIN_TOKEN</code>.</p>
${sections.join('\n')}
</body></html>
`
}

function section(name: string, operation: Operation): string {
  const [method = '', path = ''] = name.split(' ')
  const permission = operation['x-permission']
  const parts = [
    `<h2><code><span class="method">${escaped(method)}</span> ${escaped(path)}</code></h2>`,
    `<p>${escaped(operation.summary ?? '')}. <span class="quiet">${escaped(operation.description ?? '')}</span></p>`,
    permission === undefined ? '' : `<p class="quiet">Permission: <code>${escaped(permission)}</code></p>`,
    parameters(operation.parameters ?? []),
    content('Body', operation.requestBody?.content),
    ...Object.entries(operation.responses ?? {}).map(([status, answer]) =>
      status.startsWith('2')
        ? content(`${status} ${answer.description ?? ''}`, answer.content)
        : `<p class="quiet">${escaped(status)} ${escaped(answer.description ?? '')}</p>`,
    ),
  ]
  return `<section>${parts.join('\n')}</section>`
}

function parameters(list: readonly Parameter[]): string {
  if (list.length === 0) return ''
  const rows = list.map(({ name, in: place, required, schema }) => {
    const values = schema?.enum === undefined ? '' : schema.enum.map(String).join(' | ')
    const kind = values === '' && typeof schema?.type === 'string' ? schema.type : values
    const note = `${place}${required === true ? ', required' : ''}`
    return `<tr><td><code>${escaped(name)}</code></td><td class="quiet">${note}</td><td>${escaped(kind)}</td><td>${escaped(schema?.description ?? '')}</td></tr>`
  })
  return `<table>${rows.join('')}</table>`
}

function content(title: string, types: Content | undefined): string {
  const shown = Object.entries(types ?? {}).map(
    ([type, { schema }]) =>
      `<details><summary>${escaped(title)} <code>${escaped(type)}</code></summary><pre>${escaped(JSON.stringify(schema, null, 2) ?? '')}</pre></details>`,
  )
  return shown.join('\n')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
