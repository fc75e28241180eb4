import * as z from 'zod'

const YEAR_MS = 31_536_000_000

/** A state to set by hand. */
export const deploymentStateRequestSchema = z
  .strictObject({
    state: z.enum(['drain', 'force_open', 'reset']).meta({
      description:
        'drain: takes no new attempts. force_open: put last. reset: closes the breaker, ends cooldown and bench, and takes back the other two.',
    }),
    forMs: z
      .int()
      .min(1)
      .max(YEAR_MS)
      .optional()
      .meta({ description: 'For so long; without it until a reset.' }),
    until: z.iso
      .datetime({ offset: true })
      .optional()
      .meta({ description: 'Until then, instead of `forMs`.' }),
    reason: z.string().max(500).default(''),
  })
  .refine(({ forMs, until }) => forMs === undefined || until === undefined, {
    path: ['until'],
    error: 'must not be given together with forMs',
  })
  .refine(({ state, forMs, until }) => state !== 'reset' || (forMs === undefined && until === undefined), {
    path: ['state'],
    error: 'reset takes neither forMs nor until',
  })
