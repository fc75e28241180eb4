import { expect, it } from 'vitest'
import type { Move } from '#api/answer'
import { movesPerMinute, reasonsOf } from './recent-moves.ts'

const NOW = 100 * 60_000 + 30_000
const move = (at: number, classes: string[], count = 1): Move => ({
  kind: 'request-moved',
  id: String(at),
  at,
  organisation: 'default',
  request: 'r',
  key: 'k',
  requestedModel: 'm',
  from: { model: 'a', deployment: 'a/x' },
  to: { model: 'b', deployment: 'b/y' },
  classes,
  status: 200,
  count,
})

it('moves are counted in the minute that they were in; older ones are left out', () => {
  const moves = [
    move(NOW - 1_000, ['overloaded'], 3),
    move(NOW - 61_000, ['timeout']),
    move(NOW - 600_000, ['timeout']),
  ]
  expect(movesPerMinute(moves, NOW, 3)).toEqual({
    times: [98 * 60_000, 99 * 60_000, 100 * 60_000],
    counts: [0, 1, 3],
  })
})

it('reasons are told by how many requests had them, each request once', () => {
  const moves = [move(1, ['timeout', 'timeout', 'overloaded']), move(2, ['overloaded'], 2)]
  expect(reasonsOf(moves)).toEqual([
    ['overloaded', 3],
    ['timeout', 1],
  ])
})
