import * as z from 'zod'
import { modelType } from '../scalars.ts'
import { inFileWords } from './in-file-words.ts'
import { deploymentSentSchema } from './model-resource.ts'
import { deploymentSchema } from '../model.ts'

const file = z.object({ deployments: z.array(deploymentSchema) })

/** Deployments to call, saved or not. */
export const deploymentTestRequestSchema = inFileWords(
  file,
  z.strictObject({
    type: modelType.default('chat').meta({ description: 'What is asked of them.' }),
    model: z.string().min(1).optional().meta({
      description:
        'Id or name of a saved model: its deployments lend their secrets, and are what is tested by default.',
    }),
    deployments: z.array(deploymentSentSchema).min(1).max(32).optional(),
  }),
)

/** What came of calling one deployment. */
export const deploymentTestSchema = z.object({
  index: z.number().meta({ description: 'Which one of those that were sent.' }),
  provider: z.string(),
  model: z.string(),
  passed: z.boolean(),
  skipped: z.boolean().meta({ description: 'Not called: it is switched off.' }),
  latencyMs: z.number().nullable(),
  status: z.number().nullable().meta({ description: 'Of the provider.' }),
  class: z.string().nullable().meta({ description: 'Class of the failure.' }),
  message: z.string().nullable().meta({ description: "The provider's words, without secrets." }),
  answer: z.string().nullable().meta({ description: 'What came back, in short.' }),
  reportedModel: z.string().nullable(),
})
export const deploymentTestsSchema = z.object({
  passed: z.boolean().meta({ description: 'All that were called.' }),
  results: z.array(deploymentTestSchema),
})

export type DeploymentTest = z.output<typeof deploymentTestSchema>
