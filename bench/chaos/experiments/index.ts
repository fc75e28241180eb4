import type { Experiment } from '../experiment.ts'
import { badPrimary } from './bad-primary.ts'
import { crowd } from './crowd.ts'
import { million } from './million.ts'
import { shares } from './shares.ts'
import { threeTries } from './three-tries.ts'
import { wayBack } from './way-back.ts'

/** In the order of the page. */
export const EXPERIMENTS: readonly Experiment[] = [million, badPrimary, wayBack, threeTries, crowd, shares]
