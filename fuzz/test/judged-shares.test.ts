import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { keepShares } from '../judged-shares.js'
import type { CasesToRun, CaseTally } from '../run-cases.js'
import { shareOut } from '../share-out.js'

const folder = mkdtempSync(join(tmpdir(), 'latchkey-fuzz-'))
const place = pathToFileURL(`${folder}/`)
const shares = [0, 10].map((from): CasesToRun => ({ seed: 1, from, to: from + 10, extent: 'all' }))
const right: CaseTally = { counts: { 'both refuse': 10 }, wrong: [] }
const unexplained: CaseTally = {
  counts: { 'both refuse': 9, unexplained: 1 },
  wrong: [
    { seed: 1, number: 12, subject: '', ceremony: 'registration', mutations: [], finding: 'unexplained', response: '' },
  ],
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** The first cases of the judged shares, and the result of all. */
async function run(seed: number, resumes: boolean, answer: CaseTally) {
  const asked: number[] = []
  const ask = async ({ from }: CasesToRun) => {
    asked.push(from)
    return from === 10 ? answer : right
  }
  const total = await shareOut(shares, {
    asks: [ask],
    tell: () => undefined,
    judged: keepShares(place, { seed, resumes }),
  })
  return { asked, total }
}

test('a run is gone on with: what was wrong is judged again, and the rest counts as it was', async () => {
  await run(1, false, unexplained)
  expect(await run(1, true, right)).toEqual({ asked: [10], total: { counts: { 'both refuse': 20 }, wrong: [] } })
  expect((await run(1, true, unexplained)).asked).toEqual([])
})

test('a run of another seed, or one that is not gone on with, judges all', async () => {
  await run(2, false, right)
  expect((await run(3, true, right)).asked).toEqual([0, 10])
  expect((await run(2, false, right)).asked).toEqual([0, 10])
})
