import type { Gateway } from '../gateway.ts'
import { backstay } from './backstay.ts'
import { portkey } from './portkey.ts'

/** Starts each gateway that the suite knows. */
export const GATEWAYS = {
  backstay: async (): Promise<Gateway> => backstay,
  portkey,
} as const
