import { connect } from 'node:net'

const GIVE_UP_MS = 20_000

/** Writes the pieces, each after a pause, and gives everything that comes until the server closes. */
export async function talk(url: string, pieces: readonly string[], pauseMs = 0): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  let text = ''
  socket.on('error', () => undefined)
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
  })
  const closed = new Promise<void>((resolve) => {
    socket.once('close', () => resolve())
  })
  const giveUp = setTimeout(() => socket.destroy(), GIVE_UP_MS)
  for (const piece of pieces) {
    if (!socket.writable) break
    socket.write(piece, 'latin1')
    if (pauseMs > 0) {
      await new Promise((resolve) => {
        setTimeout(resolve, pauseMs)
      })
    }
  }
  await closed
  clearTimeout(giveUp)
  return text
}
