import * as contract from '@backstay/contract'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { FAILURE_CLASSES } from '#domain/failure'
import { CAPABILITIES } from '#domain/model'
import { MODEL_TYPES } from '#domain/model-type'
import { STRATEGIES } from '#domain/strategy'
import { TRIGGER_SETS } from '#domain/trigger-set'
import { isTriggerName } from '#run/compile-triggers'
import { CHECKS } from '#run/checks/index'
import { TRIGGERS } from '#run/triggers/index'
import { RULES } from './rules/index.ts'

describe('the words of the file', () => {
  it('are those of the domain', () => {
    expect(contract.MODEL_TYPES).toEqual(MODEL_TYPES)
    expect(contract.STRATEGIES).toEqual(STRATEGIES)
    expect(contract.CAPABILITIES).toEqual(CAPABILITIES)
    expect(contract.FAILURE_CLASSES).toEqual(FAILURE_CLASSES)
    expect(contract.TRIGGER_SET_NAMES).toEqual(Object.keys(TRIGGER_SETS))
  })

  it('have every registered trigger and no other, and only names that compile', () => {
    expect(contract.TRIGGER_TYPES.toSorted()).toEqual(TRIGGERS.map(({ id }) => id).toSorted())
    expect(contract.TRIGGER_NAMES.filter((name) => !isTriggerName(name))).toEqual([])
  })

  it('have every registered check and no other', () => {
    expect(contract.QUALITY_CHECKS.toSorted()).toEqual(CHECKS.map(({ id }) => id).toSorted())
  })
})

describe('the rules of the file', () => {
  it('are all registered', () => {
    const files = readdirSync(new URL('./rules/', import.meta.url)).filter((file) => file !== 'index.ts')
    expect(new Set(RULES).size).toBe(files.length)
  })
})
