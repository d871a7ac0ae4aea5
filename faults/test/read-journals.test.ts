import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openJournal } from '../journal/open-journal.js'
import { journalPath, readJournals } from '../journal/read-journals.js'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'latchkey-journals-'))
})

afterEach(() => rmSync(folder, { recursive: true }))

const call = { verb: 'remove', userId: 'one', passkeyId: 'its-passkey' } as const

test('a call without an answer is unknown', () => {
  openJournal(journalPath(folder, 'worker')).write({ kind: 'started', number: 0, lane: 'a', at: 1, call })
  expect(readJournals(folder).calls).toEqual([{ writer: 'worker', lane: 'worker/a', at: 1, call, outcome: 'unknown' }])
})

test('a result that was not fully written was never reported', () => {
  const path = journalPath(folder, 'worker')
  const journal = openJournal(path)
  journal.write({ kind: 'started', number: 0, lane: 'a', at: 1, call })
  appendFileSync(path, '{"kind":"ended","number":0,"outcome":"succ')
  expect(readJournals(folder).calls.map(({ outcome }) => outcome)).toEqual(['unknown'])
})

test('each result belongs to its call, whichever processes wrote in between', () => {
  for (const [name, outcome] of [
    ['one', 'success'],
    ['other', 'limit_reached'],
  ] as const) {
    const journal = openJournal(journalPath(folder, name))
    journal.write({ kind: 'started', number: 0, lane: 'a', at: 1, call })
    journal.write({ kind: 'ended', number: 0, at: 2, outcome })
  }
  expect(readJournals(folder).calls.map(({ writer, outcome }) => [writer, outcome])).toEqual([
    ['one', 'success'],
    ['other', 'limit_reached'],
  ])
})
