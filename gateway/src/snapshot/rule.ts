import type { NamesInUse } from './names-in-use.ts'
import type { Outline } from './outline.ts'
import type { ProblemReport } from './problem-report.ts'

/** One thing that must hold between parts of the file, which no schema can say. */
export type Rule = (file: Outline, names: NamesInUse, report: ProblemReport) => void
