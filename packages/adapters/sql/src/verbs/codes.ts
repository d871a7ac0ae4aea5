import { createHash } from 'node:crypto'
import {
  assertStorable,
  type CodeRecord,
  type CodeSetCondition,
  type CodeStore,
  type EventRecord,
  isSameHash,
} from '@latchkey/storage'
import type { Step } from '../database/database.js'
import { type CodeRow, fromCodeRow, toCodeRow } from '../rows/code-row.js'
import { type codeStatements, deleteCode, redeemCode } from '../statements/codes.js'
import { isDemandFailure } from '../statements/writing.js'
import { refuseLongKey } from '../values/refuse-long-key.js'
import { type Change, changeAndRead, changeWithEvents, prepareChange } from './change-with-events.js'
import { appendEvents, type EventWriting, eventSteps, eventValues } from './store-events.js'

interface CodeWriting extends EventWriting {
  readonly statements: ReturnType<typeof codeStatements>
  readonly redemption: Change
  readonly deletion: Change
}

export function sqlCodes(events: EventWriting, statements: CodeWriting['statements']): CodeStore {
  const { database } = events
  const writing = {
    ...events,
    statements,
    redemption: prepareChange(database, redeemCode(database), { readBack: statements.find }),
    deletion: prepareChange(database, deleteCode(database)),
  }
  return {
    create: async (codes, records) => createCodes(writing, codes, records),
    list: async (rpId, userId, purpose) => listCodes(writing, { rpId, userId, purpose }),
    tryRedeem: async (id, hash, now) => tryRedeem(writing, { id, hash, now }),
    replaceSet: async (rpId, userId, purpose, codes, records, condition) =>
      replaceSet(writing, { rpId, userId, purpose }, { codes, events: records, condition }),
    revoke: async (id, records) => {
      for (const record of [{ id }, ...records]) assertStorable(record)
      const isGone = await changeWithEvents(writing, { change: writing.deletion, values: { id }, events: records })
      return isGone ? 'done' : 'gone'
    },
  }
}

async function createCodes(
  writing: CodeWriting,
  codes: readonly CodeRecord[],
  events: readonly EventRecord[],
): Promise<void> {
  assertStorableCodes(codes, events)
  const { createAtOnce } = writing.statements
  if (codes.length === 0) return appendEvents(writing, events)
  if (createAtOnce) {
    await writing.database.once(createAtOnce({ ...codeValues(codes), ...eventValues(events) }))
  } else {
    await writing.database.together([...insertSteps(writing, codes), ...eventSteps(writing, events)])
  }
}

function assertStorableCodes(codes: readonly CodeRecord[], events: readonly EventRecord[]): void {
  for (const record of [...codes, ...events]) assertStorable(record)
  for (const { id } of codes) refuseLongKey('A code', id)
}

/** For a statement that stores them all: a JSON array, with bytes in PostgreSQL's own notation. */
function codeValues(codes: readonly CodeRecord[]): { readonly codes: string } {
  const rows = codes.map((code) => ({ ...toCodeRow(code), hash: `\\x${Buffer.from(code.hash).toString('hex')}` }))
  return { codes: JSON.stringify(rows) }
}

function insertSteps({ statements }: CodeWriting, codes: readonly CodeRecord[]): readonly Step[] {
  if (codes.length === 0) return []
  return statements.insertAll
    ? [statements.insertAll(codeValues(codes))]
    : codes.map((code) => statements.insert(toCodeRow(code)))
}

interface Redemption {
  readonly id: string
  readonly hash: Uint8Array
  readonly now: number
}

async function tryRedeem(
  writing: CodeWriting,
  { id, hash, now }: Redemption,
): Promise<{ readonly code: CodeRecord } | 'refused'> {
  assertStorable({ id })
  const values = { id, hash, at: now }
  const row = await changeAndRead<CodeRow>(writing, { change: writing.redemption, values, events: [] })
  const code = row && fromCodeRow(row)
  return code && isSameHash(code.hash, hash) ? { code } : 'refused'
}

type CodeSet = Pick<CodeRecord, 'rpId' | 'userId' | 'purpose'>

/** A user has few codes of one purpose: they are sorted here, so that no index need hold the order. */
async function listCodes({ database, statements }: CodeWriting, set: CodeSet): Promise<readonly CodeRecord[]> {
  assertStorable(set)
  const rows = await database.read<CodeRow>(statements.selectSet(setValues(set)))
  return rows.map(fromCodeRow).sort((one, other) => one.createdAt - other.createdAt || compareBytes(one.id, other.id))
}

function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

function setValues({ rpId, userId, purpose }: CodeSet) {
  return { rp_id: rpId, user_id: userId, purpose }
}

interface NewSet {
  readonly codes: readonly CodeRecord[]
  readonly events: readonly EventRecord[]
  readonly condition: CodeSetCondition | undefined
}

async function replaceSet(
  writing: CodeWriting,
  set: CodeSet,
  { codes, events, condition }: NewSet,
): Promise<'replaced' | 'changed'> {
  const { database, statements } = writing
  assertStorable(set)
  assertStorableCodes(codes, events)
  const steps = [
    ...lockSteps(writing, set),
    statements.deleteSet(setValues(set)),
    ...(condition ? conditionSteps(writing, set, condition) : []),
    ...insertSteps(writing, codes),
    ...eventSteps(writing, events),
  ]
  try {
    return (await database.together(steps)) === undefined ? 'changed' : 'replaced'
  } catch (error) {
    if (condition && isDemandFailure(database, error)) return 'changed'
    throw error
  }
}

/** In a batch no step is looked at before the next, so the statement itself fails. */
function conditionSteps(
  { database, statements }: CodeWriting,
  set: CodeSet,
  { addedCount }: CodeSetCondition,
): readonly Step[] {
  const values = { ...setValues(set), added_count: addedCount }
  const lock = database.dialect.name === 'sqlite' ? [] : [statements.lockAccount(values)]
  const check = database.hasBatches
    ? statements.demandNoAddition(values)
    : { ...statements.findAddition(values), mustFindNone: true as const }
  return [...lock, check]
}

/** SQLite has one writer at a time. */
function lockSteps({ database, statements }: CodeWriting, { rpId, userId, purpose }: CodeSet): readonly Step[] {
  if (database.dialect.name === 'sqlite') return []
  const digest = createHash('sha256')
    .update(JSON.stringify([rpId, userId, purpose]))
    .digest('base64url')
  return [statements.lockSet({ lock: `latchkey codes ${digest}` })]
}
