import type { ModelType } from '#domain/model-type'
import type { ClientCodec } from '#wire/codec'
import { openaiChat } from '#wire/openai-chat/codec'
import {
  openaiEmbeddings,
  openaiImages,
  openaiModerations,
  openaiSpeech,
  openaiTranscriptions,
} from '#wire/plain-codecs'

/** The smallest request of a type that shows whether a deployment answers. */
export interface TestQuestion {
  readonly codec: ClientCodec
  readonly contentType: string
  readonly bytes: Buffer
}

/** What is asked of a model, and what of it the limit of output is called. */
interface AskedModel {
  readonly model: string
  readonly type: ModelType
  readonly kind: string
}

const OUTPUT_TOKENS = 16
/** Reasoning models refuse to be stopped before they have thought at all. */
const REASONING_TOKENS = 256
const BOUNDARY = 'backstay-test-4f1d9c'

export function testQuestion(asked: AskedModel): TestQuestion {
  switch (asked.type) {
    case 'chat':
    case 'reasoning':
      return json(openaiChat, chatBody(asked))
    case 'embeddings':
      return json(openaiEmbeddings, { model: asked.model, input: 'ping' })
    case 'image':
      return json(openaiImages, { model: asked.model, prompt: 'A red dot on white.', n: 1 })
    case 'moderation':
      return json(openaiModerations, { model: asked.model, input: 'ping' })
    case 'tts':
      return json(openaiSpeech, { model: asked.model, input: 'ping', voice: 'alloy' })
    case 'transcription':
      return { codec: openaiTranscriptions, ...form(asked.model) }
    case 'audio':
      return /tts|speech/i.test(asked.model)
        ? testQuestion({ ...asked, type: 'tts' })
        : testQuestion({ ...asked, type: 'transcription' })
  }
}

function chatBody({ model, type, kind }: AskedModel): object {
  // OpenAI's own endpoint has given up the older name; everybody else's knows it.
  const limit = kind === 'openai' || kind === 'azure-openai' ? 'max_completion_tokens' : 'max_tokens'
  return {
    model,
    messages: [{ role: 'user', content: 'Say: pong' }],
    [limit]: type === 'reasoning' ? REASONING_TOKENS : OUTPUT_TOKENS,
  }
}

function json(codec: ClientCodec, body: object): TestQuestion {
  return { codec, contentType: 'application/json', bytes: Buffer.from(JSON.stringify(body)) }
}

function form(model: string): Omit<TestQuestion, 'codec'> {
  const head = [
    `--${BOUNDARY}`,
    'content-disposition: form-data; name="model"',
    '',
    model,
    `--${BOUNDARY}`,
    'content-disposition: form-data; name="file"; filename="test.wav"',
    'content-type: audio/wav',
    '',
    '',
  ].join('\r\n')
  return {
    contentType: `multipart/form-data; boundary=${BOUNDARY}`,
    bytes: Buffer.concat([Buffer.from(head), tone(), Buffer.from(`\r\n--${BOUNDARY}--\r\n`)]),
  }
}

const RATE = 8_000
const SECONDS = 0.5
const WAV_HEAD = 44
const PITCH_HZ = 440
const LOUDNESS = 8_000

/** Half a second of sound: some providers refuse silence. */
function tone(): Buffer {
  const samples = RATE * SECONDS
  const wav = Buffer.alloc(WAV_HEAD + samples * 2)
  wav.write('RIFF', 0)
  wav.writeUInt32LE(wav.length - 8, 4)
  wav.write('WAVEfmt ', 8)
  wav.writeUInt32LE(16, 16)
  wav.writeUInt16LE(1, 20)
  wav.writeUInt16LE(1, 22)
  wav.writeUInt32LE(RATE, 24)
  wav.writeUInt32LE(RATE * 2, 28)
  wav.writeUInt16LE(2, 32)
  wav.writeUInt16LE(16, 34)
  wav.write('data', 36)
  wav.writeUInt32LE(samples * 2, 40)
  for (let n = 0; n < samples; n++) {
    wav.writeInt16LE(Math.round(LOUDNESS * Math.sin((2 * Math.PI * PITCH_HZ * n) / RATE)), WAV_HEAD + n * 2)
  }
  return wav
}
