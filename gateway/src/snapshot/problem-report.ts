import type { LineCounter } from 'yaml'
import { closest } from './closest.ts'
import type { ConfigProblem, Path } from './config-problem.ts'
import { formatPath } from './config-problem.ts'
import type { YamlTree } from './yaml-tree.ts'

/** A name in the file and where it stands. */
export interface Named {
  readonly name: string
  readonly path: Path
}

interface Finding {
  readonly path: Path
  readonly message: string
  /** Point at the name of the member instead of at its value. */
  readonly atKey?: boolean
  /** What stands there, and what could have been meant. */
  readonly meant?: { readonly name: string; readonly among: Iterable<string> }
}

/** Collects what is wrong with a file, and keeps what came from variables out of it. */
export class ProblemReport {
  private readonly tree: YamlTree
  private readonly lines: LineCounter
  private readonly faulty: ReadonlySet<string>
  private readonly errorList: ConfigProblem[] = []
  private readonly warningList: ConfigProblem[] = []

  constructor(tree: YamlTree, lines: LineCounter) {
    this.tree = tree
    this.lines = lines
    this.faulty = new Set(tree.faults.map(({ path }) => formatPath(path)))
    for (const fault of tree.faults) this.errorList.push(this.toProblem(fault))
  }

  get errors(): readonly ConfigProblem[] {
    return sorted(this.errorList)
  }

  /** About what is wrong anyway, nothing more is said. */
  get warnings(): readonly ConfigProblem[] {
    const wrong = new Set(this.errorList.map(({ path }) => path))
    return sorted(this.warningList.filter(({ path }) => !wrong.has(path)))
  }

  /** Where a fault was reported already, nothing that follows from it is. */
  error(finding: Finding): void {
    if (!this.faulty.has(formatPath(finding.path))) this.errorList.push(this.toProblem(finding))
  }

  warning(finding: Finding): void {
    this.warningList.push(this.toProblem(finding))
  }

  /** A name in quotes as the file has it: a placeholder stays one. */
  quote({ name, path }: Named): string {
    return `"${this.tree.written.get(formatPath(path)) ?? name}"`
  }

  /** Such as `models[0].name (line 4)`. */
  place({ path }: Pick<Named, 'path'>): string {
    return `${formatPath(path)} (line ${this.lines.linePos(this.offset(path, false)).line})`
  }

  /** Did the value come from a variable or another file. */
  isSecret(path: Path): boolean {
    return this.tree.written.has(formatPath(path))
  }

  private toProblem({ path, message, atKey, meant }: Finding): ConfigProblem {
    const { line, col } = this.lines.linePos(this.offset(path, atKey === true))
    const suggestion = meant === undefined || this.isSecret(path) ? null : closest(meant.name, meant.among)
    return {
      path: formatPath(path),
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      message,
      ...(suggestion !== null && suggestion !== meant?.name && { suggestion }),
    }
  }

  /** A missing member is looked for where what should hold it begins. */
  private offset(path: Path, atKey: boolean): number {
    for (let length = path.length; length > 0; length -= 1) {
      const offsets = this.tree.offsets.get(formatPath(path.slice(0, length)))
      if (offsets !== undefined) return atKey && length === path.length ? offsets.key : offsets.value
    }
    return 0
  }
}

function sorted(problems: readonly ConfigProblem[]): readonly ConfigProblem[] {
  return problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
}
