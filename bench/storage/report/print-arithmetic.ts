import type { TableBytes } from '../../../test-support/databases/database-kind.js'
import { type Column, printCount, printNumber, printTable } from '../../report/table.js'
import type { Growth } from '../growth/measure-growth.js'

const users = 1_000_000_000
const passkeysPerUser = 1.5
/** Of the day, in seconds. */
const day = 86_400
/** The busiest seconds of a day, to its mean. */
const peak = 4
/** A ceremony is remembered this many days after it has expired, an event after it was delivered. */
const spentDays = 1
const eventDays = 30
/** Rows of each kind that one call of `sweep` takes. */
const sweepBatch = 1000

const dailyShares = [0.01, 0.1, 0.3]

/** What the bytes of one row come to for a billion users. */
export function printArithmetic(bytes: Growth['bytes']): string {
  const accounts = users * total(bytes.latchkey_accounts)
  const passkeys = users * passkeysPerUser * total(bytes.latchkey_passkeys)
  const kept = [
    `${printCount(users)} accounts: ${printBytes(accounts)}.`,
    `${printCount(users * passkeysPerUser)} passkeys (${passkeysPerUser} for each user): ${printBytes(passkeys)}.`,
    `Together: ${printBytes(accounts + passkeys)}, before what is left free for updates.`,
  ]
  return `${kept.join(' ')}\n\n${printTable({ rows: dailyShares, columns: columnsOf(bytes) })}`
}

function columnsOf(bytes: Growth['bytes']): readonly Column<number>[] {
  const signIns = (share: number) => users * share
  const perSecond = (share: number) => signIns(share) / day
  const kept = (rows: number, table: TableBytes) => `${printCount(rows)}: ${printBytes(rows * total(table))}`
  return [
    { heading: 'users who sign in on a day', cell: (share) => `${share * 100} %` },
    { heading: 'sign-ins per second', cell: (share) => printNumber(perSecond(share)) },
    { heading: `at the peak (×${peak})`, cell: (share) => printNumber(perSecond(share) * peak) },
    { heading: 'rows written at the peak, per second', cell: (share) => printNumber(perSecond(share) * peak * 3) },
    { heading: 'spent ids kept', cell: (share) => kept(signIns(share) * spentDays, bytes.latchkey_spent) },
    { heading: 'events kept', cell: (share) => kept(signIns(share) * eventDays, bytes.latchkey_events) },
    { heading: 'sweeps per second', cell: (share) => printNumber(perSecond(share) / sweepBatch) },
  ]
}

function total({ rows, indexes }: TableBytes): number {
  return rows + indexes
}

const units = [
  { unit: 'TB', bytes: 1e12 },
  { unit: 'GB', bytes: 1e9 },
] as const

function printBytes(bytes: number): string {
  const fitting = units.find((it) => bytes >= it.bytes) ?? units[1]
  return `${printNumber(bytes / fitting.bytes)} ${fitting.unit}`
}
