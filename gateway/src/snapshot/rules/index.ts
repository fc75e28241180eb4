import type { Rule } from '../rule.ts'
import { chainSteps } from './chain-steps.ts'
import { credentials } from './credentials.ts'
import { keySecrets } from './key-secrets.ts'
import { knownGrants } from './known-grants.ts'
import { knownModels } from './known-models.ts'
import { knownProviders } from './known-providers.ts'
import { noCycles } from './no-cycles.ts'
import { uniqueNames } from './unique-names.ts'
import { weights } from './weights.ts'

/** Everything that must hold between parts of the file. */
export const RULES: readonly Rule[] = [
  chainSteps,
  credentials,
  keySecrets,
  knownGrants,
  knownModels,
  knownProviders,
  noCycles,
  uniqueNames,
  weights,
]
