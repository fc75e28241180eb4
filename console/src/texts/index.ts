import { chainEditor } from './chain-editor.ts'
import { chains } from './chains.ts'
import { events } from './events.ts'
import { keyRouting, keys } from './keys.ts'
import { members } from './members.ts'
import { models, wizard } from './models.ts'
import { overview } from './overview.ts'
import { playground } from './playground.ts'
import { resources } from './resources.ts'
import { budgets, providers, routingPolicy } from './settings.ts'
import { shell } from './shell.ts'
import { states } from './states.ts'
import { usage } from './usage.ts'
import { alerts, workspace } from './workspace.ts'

/** Every text of the console, by screen. */
export const texts = {
  alerts,
  budgets,
  chainEditor,
  chains,
  events,
  keyRouting,
  keys,
  members,
  models,
  overview,
  playground,
  providers,
  resources,
  routingPolicy,
  shell,
  states,
  usage,
  wizard,
  workspace,
} as const

export type { TemplateName } from './chain-editor.ts'
