/** What kept the gateway from listening, with what to do; `null`: it was something else. */
export function listenTrouble(error: unknown): Error | null {
  if (!(error instanceof Error) || !('code' in error)) return null
  const told = wordsFor(error as NodeJS.ErrnoException & Place)
  return told === null ? null : new Error(told, { cause: error })
}

interface Place {
  readonly port?: number
  readonly address?: string
  readonly hostname?: string
}

function wordsFor({
  code,
  port = 0,
  address = '',
  hostname = '',
}: NodeJS.ErrnoException & Place): string | null {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is in use. Stop what uses it, or choose another one with --port.`
    case 'EACCES':
      return `Port ${port} may not be used by this user. Choose one above 1023 with --port.`
    case 'EADDRNOTAVAIL':
      return `This machine has no address ${address} to listen at. Choose another one with --host; 0.0.0.0 is all.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `There is no host ${hostname} to listen at. Choose another one with --host; 0.0.0.0 is all.`
    default:
      return null
  }
}
