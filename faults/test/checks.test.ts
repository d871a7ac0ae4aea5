import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createApp } from '../app.js'
import { atTheEnd, type CheckName, findFinalViolations } from '../checks/checks.js'
import type { Evidence } from '../checks/evidence.js'
import { readSnapshot } from '../checks/snapshot.js'
import { finishAgain } from '../stage/finish-again.js'
import { plantedJournals } from './planted-journals.js'
import { plantedRows } from './planted-rows.js'
import { makeSmallLoad, type SmallLoad } from './small-load.js'

const day = 24 * 3_600_000

let load: SmallLoad
let evidence: Evidence

beforeAll(async () => {
  load = await makeSmallLoad()
  evidence = await load.stage.takeEvidence()
})

afterAll(() => load.close())

function namesOf(found: Evidence): readonly CheckName[] {
  return [...new Set(findFinalViolations(found).map(({ check }) => check))]
}

test('after an ordinary load nothing is wrong', () => {
  expect(findFinalViolations(evidence)).toEqual([])
  for (const verb of ['enroll', 'sign-in', 'remove', 'policy']) {
    expect(evidence.before.calls.some(({ call, outcome }) => call.verb === verb && outcome === 'success')).toBe(true)
  }
})

test.each(plantedRows)('$rule → $finds', async ({ plant, finds }) => {
  const db = await load.copy()
  const { rows } = await plant.execute(db)
  expect(rows.length).toBeGreaterThan(0)
  const planted = { ...evidence, snapshot: await readSnapshot(db) }
  await db.destroy()
  expect(namesOf(planted)).toEqual(expect.arrayContaining([...finds]))
})

test.each(plantedJournals)('$rule → $finds', ({ plant, finds }) => {
  expect(namesOf(plant(evidence))).toEqual([finds])
})

test('every check is proved by a violation that was planted for it', () => {
  const found = new Set([...plantedRows.flatMap(({ finds }) => finds), ...plantedJournals.map(({ finds }) => finds)])
  expect([...found].sort()).toEqual(atTheEnd.map(({ name }) => name).sort())
})

describe('finishing every ceremony again', () => {
  let own: SmallLoad

  beforeEach(async () => {
    own = await makeSmallLoad()
  })

  afterEach(() => own.close())

  test('succeeds for none, and changes nothing', async () => {
    const { stage } = own
    await finishAgain(stage, stage.read().calls)
    expect(findFinalViolations(await stage.takeEvidence())).toEqual([])
  })

  test('succeeds for none after a sweep by a clock that is two days ahead', async () => {
    const { stage } = own
    const early = createApp(stage.app.storage, () => Date.now() + 2 * day)
    await early.passkeys.sweep()
    await finishAgain(stage, stage.read().calls)
    expect(namesOf(await stage.takeEvidence())).not.toContain('one success per ceremony')
  })

  test('finds a spent ceremony that was forgotten', async () => {
    const { stage } = own
    await sql`delete from latchkey_spent`.execute(stage.db)
    await finishAgain(stage, stage.read().calls)
    expect(namesOf(await stage.takeEvidence())).toContain('one success per ceremony')
  })
})
