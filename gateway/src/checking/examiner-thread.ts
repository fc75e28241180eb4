import { parentPort } from 'node:worker_threads'
import type { Examination } from '#domain/quality'
import { examine } from './examine.ts'

parentPort?.on('message', (examination: Examination) => {
  parentPort?.postMessage(examine(examination))
})
parentPort?.postMessage('ready')
