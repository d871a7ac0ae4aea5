import { expect, test } from 'vitest'
import type { CasesToRun, CaseTally } from '../run-cases.js'
import { shareOut } from '../share-out.js'

const shares = [0, 10, 20, 30].map((from): CasesToRun => ({ seed: 1, from, to: from + 10, extent: 'all' }))

const wrong = {
  seed: 1,
  number: 7,
  subject: '-7 none',
  ceremony: 'registration',
  mutations: [],
  finding: 'unexplained',
  response: '{}',
}

const tell = () => undefined

test('what workers find at the same time is added up: nothing is lost', async () => {
  const done: (() => void)[] = []
  const ask = ({ from, to }: CasesToRun) =>
    new Promise<CaseTally>((resolve) => {
      done.push(() =>
        resolve({ counts: { 'both refuse': to - from - 1, unexplained: 1 }, wrong: [{ ...wrong, number: from }] }),
      )
    })
  const total = shareOut(shares, { asks: [ask, ask], tell })
  for (let answered = 0; answered < shares.length; answered += 2) {
    // Both are at work before either returns.
    expect(done).toHaveLength(answered + 2)
    for (const answer of done.slice(answered)) answer()
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { counts, wrong: found } = await total
  expect(counts).toEqual({ 'both refuse': 36, unexplained: 4 })
  expect(found.map(({ number }) => number).sort()).toEqual([0, 10, 20, 30])
})

test('a wrong case is reported as soon as it is found, with the command to repeat it', async () => {
  const told: string[] = []
  const ask = async ({ from }: CasesToRun): Promise<CaseTally> => ({
    counts: { 'both refuse': 10 },
    wrong: from === 10 ? [wrong] : [],
  })
  await shareOut(shares, { asks: [ask], tell: (line) => told.push(line) })
  expect(told).toEqual([
    '10 of 40, 0 wrong',
    expect.stringContaining('--seed 1 --case 7: registration of -7 none'),
    '20 of 40, 1 wrong',
    '30 of 40, 1 wrong',
    '40 of 40, 1 wrong',
  ])
})

test('a worker that judges fewer cases than it was given fails the run', async () => {
  const ask = async () => ({ counts: { 'both refuse': 9 }, wrong: [] })
  await expect(shareOut(shares, { asks: [ask], tell })).rejects.toThrow('Of 40 cases 36 were judged.')
})

test('a worker that dies fails the run', async () => {
  const ask = () => Promise.reject(new Error('A process of the fuzzer has died.'))
  await expect(shareOut(shares, { asks: [ask], tell })).rejects.toThrow('has died')
})
