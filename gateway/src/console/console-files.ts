import { readdir, readFile } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.png': 'image/png',
}

/** How compressed twins of a file are called, best first. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const

/** One file as it is sent. */
export interface ConsoleFile {
  readonly type: string
  readonly encoding: 'br' | 'gzip' | null
  read(): Promise<Buffer>
}

/** The files of one build, by their path below `/console/`. */
export class ConsoleFiles {
  readonly index: string
  readonly #folder: string
  readonly #names: ReadonlySet<string>

  private constructor(folder: string, names: ReadonlySet<string>, index: string) {
    this.#folder = folder
    this.#names = names
    this.index = index
  }

  static async open(folder: string): Promise<ConsoleFiles> {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const names = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).replaceAll('\\', '/'))
    return new ConsoleFiles(folder, new Set(names), await readFile(join(folder, 'index.html'), 'utf8'))
  }

  /** Only what the build made can be asked for, so that no path leads anywhere else. */
  find(name: string, acceptEncoding: string): ConsoleFile | null {
    const type = TYPES[extname(name)]
    if (type === undefined || !this.#names.has(name)) return null
    const twin = ENCODINGS.find(
      ([encoding, suffix]) => accepts(acceptEncoding, encoding) && this.#names.has(`${name}${suffix}`),
    )
    return {
      type,
      encoding: twin?.[0] ?? null,
      read: () => readFile(join(this.#folder, `${name}${twin?.[1] ?? ''}`)),
    }
  }
}

function accepts(header: string, encoding: string): boolean {
  return header.split(',').some((entry) => {
    const [name = '', ...parameters] = entry.split(';').map((part) => part.trim().toLowerCase())
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/u.test(parameter))
  })
}
