import type { Question } from './ask-gateway.ts'
import { bodyOf } from './ask-gateway.ts'

const KEY = '$BACKSTAY_KEY'

/** The same request for a shell; the key comes from the environment. */
export function curlOf(question: Question, origin: string): string {
  const body = JSON.stringify(bodyOf(question)).replaceAll("'", String.raw`'\''`)
  return [
    `curl ${origin}/v1/chat/completions \\`,
    `  -H "authorization: Bearer ${KEY}" \\`,
    '  -H "content-type: application/json" \\',
    `  -d '${body}'`,
  ].join('\n')
}

/** The same request with the OpenAI package for Python. */
export function pythonOf({ model, message, stream }: Question, origin: string): string {
  const call = [
    'import os',
    'from openai import OpenAI',
    '',
    `client = OpenAI(base_url="${origin}/v1", api_key=os.environ["BACKSTAY_KEY"])`,
    `${stream ? 'stream' : 'response'} = client.chat.completions.create(`,
    `    model=${JSON.stringify(model)},`,
    `    messages=[{"role": "user", "content": ${JSON.stringify(message)}}],`,
    ...(stream ? ['    stream=True,'] : []),
    ')',
  ]
  const use = stream
    ? [
        'for chunk in stream:',
        '    if chunk.choices:',
        '        print(chunk.choices[0].delta.content or "", end="")',
      ]
    : ['print(response.model, response.choices[0].message.content)']
  return [...call, ...use].join('\n')
}

/** The same request with the OpenAI package for TypeScript. */
export function typescriptOf({ model, message, stream }: Question, origin: string): string {
  const call = [
    "import OpenAI from 'openai'",
    '',
    `const client = new OpenAI({ baseURL: '${origin}/v1', apiKey: process.env.BACKSTAY_KEY })`,
    `const ${stream ? 'stream' : 'response'} = await client.chat.completions.create({`,
    `  model: ${JSON.stringify(model)},`,
    `  messages: [{ role: 'user', content: ${JSON.stringify(message)} }],`,
    ...(stream ? ['  stream: true,'] : []),
    '})',
  ]
  const use = stream
    ? ["for await (const chunk of stream) process.stdout.write(chunk.choices[0]?.delta.content ?? '')"]
    : ['console.log(response.model, response.choices[0]?.message.content)']
  return [...call, ...use].join('\n')
}
