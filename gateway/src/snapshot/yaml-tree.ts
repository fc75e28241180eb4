import type { Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Path } from './config-problem.ts'
import { formatPath } from './config-problem.ts'
import { unmask } from './mask.ts'
import type { Substituted } from './placeholder.ts'

/** Offsets into the text: of a member's name and of its value. */
export interface Offsets {
  readonly key: number
  readonly value: number
}

/** The file as plain data, with where everything stands and what came from elsewhere. */
export interface YamlTree {
  /** Values put in for placeholders. */
  readonly value: unknown
  /** By formatted path. */
  readonly offsets: ReadonlyMap<string, Offsets>
  /** Scalars with placeholders as they are written, by formatted path. Their values are secrets. */
  readonly written: ReadonlyMap<string, string>
  /** Placeholders without a value, and what cannot be part of a configuration. */
  readonly faults: readonly Fault[]
}

export interface Fault {
  readonly path: Path
  readonly message: string
}

/** More than any configuration has; what aliases multiply counts too. */
const MAX_NODES = 200_000
const MAX_DEPTH = 64

const NO_ANCHOR = 'an alias (*name) without its anchor (&name); put text that begins with * in quotes'

/** Reads the nodes of a parsed document, putting in values as it goes. */
export function readTree(document: Document, substitute: (scalar: string) => Substituted): YamlTree {
  const walk = new Walk(substitute)
  const value = walk.read(document.contents, [], 0)
  return { value, offsets: walk.offsets, written: walk.written, faults: walk.faults }
}

class Walk {
  readonly offsets = new Map<string, Offsets>()
  readonly written = new Map<string, string>()
  readonly faults: Fault[] = []
  private readonly substitute: (scalar: string) => Substituted
  private readonly anchors = new Map<string, Node>()
  private nodes = 0

  constructor(substitute: (scalar: string) => Substituted) {
    this.substitute = substitute
  }

  read(node: Node | null, path: Path, depth: number): unknown {
    if (node === null) return null
    this.nodes += 1
    if (this.nodes === MAX_NODES) this.faults.push({ path: [], message: `more than ${MAX_NODES} values` })
    if (this.nodes >= MAX_NODES) return null
    if (depth > MAX_DEPTH) return this.fault(path, `nested deeper than ${MAX_DEPTH} levels`)
    if (isAlias(node)) {
      const target = this.anchors.get(node.source)
      return target === undefined ? this.fault(path, NO_ANCHOR) : this.read(target, path, depth + 1)
    }
    if ('anchor' in node && node.anchor !== undefined) this.anchors.set(node.anchor, node)
    if (isMap<Node, Node | null>(node)) return this.map(node, path, depth)
    if (isSeq<Node>(node)) return this.list(node, path, depth)
    return isScalar(node) ? this.scalar(node, path) : null
  }

  private map(map: YAMLMap<Node, Node | null>, path: Path, depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = {}
    for (const { key, value } of map.items) {
      const name = isScalar(key) ? unmask(String(key.value)) : null
      if (name === null || name === '__proto__') {
        this.fault(path, 'a name of a member must be a plain word')
        continue
      }
      const memberPath = [...path, name]
      this.place(memberPath, start(key), value === null ? start(key) : start(value))
      members[name] = this.read(value, memberPath, depth + 1)
    }
    return members
  }

  private list(list: YAMLSeq<Node>, path: Path, depth: number): unknown[] {
    return list.items.map((item, index) => {
      const itemPath = [...path, index]
      this.place(itemPath, start(item), start(item))
      return this.read(item, itemPath, depth + 1)
    })
  }

  private scalar(node: Scalar, path: Path): unknown {
    if (typeof node.value !== 'string') return node.value
    const scalar = unmask(node.value)
    const result = this.substitute(scalar)
    if (result.kind === 'problem') {
      this.fault(path, result.message)
      return scalar
    }
    if (result.changed) this.written.set(formatPath(path), scalar)
    return result.text
  }

  private place(path: Path, key: number, value: number): void {
    this.offsets.set(formatPath(path), { key, value })
  }

  private fault(path: Path, message: string): null {
    this.faults.push({ path, message })
    return null
  }
}

function start(node: Node): number {
  return node.range?.[0] ?? 0
}
