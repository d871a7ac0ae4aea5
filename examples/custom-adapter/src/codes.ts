import {
  type AccountTarget,
  assertStorable,
  type CodeRecord,
  type CodeStore,
  type EventRecord,
  isSameHash,
  type Spend,
} from '@latchkey/storage'
import type { Database, KeptCode } from './database.js'
import { dropEnding, keepEnding } from './endings.js'
import { fromKeptCode, toKeptCode } from './kept-bytes.js'
import { accountKey, digestKey, rangeOf } from './keys.js'
import { storeEvents } from './store-events.js'

export function lmdbCodes(database: Database): CodeStore {
  return {
    create: async (codes, events) => database.transact(() => createCodes(database, codes, events)),
    list: async (rpId, userId, purpose) => {
      assertStorable({ rpId, userId, purpose })
      return database.read(() => setOf(database, { rpId, userId, purpose }).map(fromKeptCode))
    },
    tryRedeem: async (id, hash, now) => {
      assertStorable({ id })
      return database.transact(() => tryRedeem(database, id, hash, now))
    },
    replaceSet: async (rpId, userId, purpose, codes, events, condition) => {
      assertStorable({ rpId, userId, purpose })
      return database.transact(() => {
        const addedCount = database.accounts.get(accountKey(rpId, userId))?.addedCount ?? 0
        if (condition && condition.addedCount !== addedCount) return 'changed'
        for (const code of setOf(database, { rpId, userId, purpose })) deleteCode(database, code)
        createCodes(database, codes, events)
        return 'replaced'
      })
    },
    revoke: async (id, events) => {
      assertStorable({ id })
      return database.transact(() => {
        const code = database.codes.get(digestKey(id))
        if (code === undefined) return 'gone'
        deleteCode(database, code)
        storeEvents(database, events)
        return 'done'
      })
    },
  }
}

/** Whether a code among the spends was deleted, was used or has expired since it was redeemed. */
export function isAnyCodeLost({ codes }: Database, spend: readonly Spend[], at: number): boolean {
  return spend.some(({ id, code }) => code && !isRedeemable(codes.get(digestKey(id)), at))
}

/** A code that a passkey has consumed cannot be redeemed again. */
export function useUpCodes(database: Database, spend: readonly Spend[], usedAt: number): void {
  for (const { id, code } of spend) {
    const kept = code && database.codes.get(digestKey(id))
    if (!kept) continue
    deleteCode(database, kept)
    keepCode(database, { ...kept, usedAt })
  }
}

export function deleteCodesOf(database: Database, target: AccountTarget): void {
  for (const code of codesOf(database, target)) deleteCode(database, code)
}

function codesOf({ codes, codeOwnership }: Database, { rpId, userId }: AccountTarget): readonly KeptCode[] {
  const owned = [...codeOwnership.getRange(rangeOf(digestKey(rpId, userId)))]
  return owned.flatMap(({ value: id }) => codes.get(digestKey(id)) ?? [])
}

/** Oldest first; equal times by the bytes of the id. */
function setOf(
  database: Database,
  { purpose, ...target }: AccountTarget & Pick<CodeRecord, 'purpose'>,
): readonly KeptCode[] {
  const set = codesOf(database, target).filter((code) => code.purpose === purpose)
  return set.sort((one, other) => one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1))
}

export function deleteCode(database: Database, code: KeptCode): void {
  const key = digestKey(code.id)
  database.codes.removeSync(key)
  database.codeOwnership.removeSync(ownershipKey(code))
  const end = endOf(code)
  if (end !== undefined) dropEnding(database, 'codes', end, key)
}

function createCodes(database: Database, codes: readonly CodeRecord[], events: readonly EventRecord[]): void {
  for (const code of codes) {
    assertStorable(code)
    if (database.codes.get(digestKey(code.id)) !== undefined) {
      throw new RangeError('A code with this id is already stored.')
    }
    keepCode(database, toKeptCode(code))
  }
  storeEvents(database, events)
}

function keepCode(database: Database, code: KeptCode): void {
  const key = digestKey(code.id)
  database.codes.putSync(key, code)
  database.codeOwnership.putSync(ownershipKey(code), code.id)
  const end = endOf(code)
  if (end !== undefined) keepEnding(database, 'codes', end, key)
}

function tryRedeem(
  { codes }: Database,
  id: string,
  hash: Uint8Array,
  now: number,
): { readonly code: CodeRecord } | 'refused' {
  const code = codes.get(digestKey(id))
  if (!isRedeemable(code, now) || code.triesLeft < 1 || code.redemptionsLeft < 1) return 'refused'
  const isRight = isSameHash(fromKeptCode(code).hash, hash)
  const { triesLeft, redemptionsLeft } = code
  const tried = isRight ? { ...code, redemptionsLeft: redemptionsLeft - 1 } : { ...code, triesLeft: triesLeft - 1 }
  codes.putSync(digestKey(id), tried)
  return isRight ? { code: fromKeptCode(tried) } : 'refused'
}

function isRedeemable(code: KeptCode | undefined, now: number): code is KeptCode {
  return code !== undefined && code.usedAt === undefined && (code.expiresAt === undefined || code.expiresAt > now)
}

/** When the code was used or would have expired, whichever came first. */
function endOf({ usedAt, expiresAt }: KeptCode): number | undefined {
  if (usedAt === undefined || expiresAt === undefined) return usedAt ?? expiresAt
  return Math.min(usedAt, expiresAt)
}

function ownershipKey({ rpId, userId, id }: KeptCode): Buffer {
  return Buffer.concat([digestKey(rpId, userId), digestKey(id)])
}
