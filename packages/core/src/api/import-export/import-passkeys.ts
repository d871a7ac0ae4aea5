import type { CredentialId } from '@latchkey/wire'
import { checkConfined } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { walkAccounts, walkPasskeys } from '../../context/paging.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { type Actor, adminEventContext } from '../../events/create-event.js'
import { createDryRunStore } from './dry-run-store.js'
import { type ImportFormat, importFormats } from './formats/import-formats.js'
import { type TimeUnit, timeUnits } from './formats/read-instant.js'
import { RowRefusal, type RowRefusalCode } from './formats/row.js'
import type { ForeignPasskey, RowFormat } from './formats/row-format.js'
import { createHandleIndex } from './handle-index.js'
import { type ImportRun, importRow } from './import-row.js'
import { validateImportedPasskey } from './validate-imported-passkey.js'

/** What `admin.import` takes. */
export interface ImportInput extends RelyingPartyInput {
  /** Consumed one by one, each after the one before was stored or refused: a million rows need no memory. */
  readonly rows: Iterable<unknown> | AsyncIterable<unknown>
  /**
   * The product that wrote the rows.
   *
   * @default `latchkey`, the form of `admin.export`
   */
  readonly format?: ImportFormat | undefined
  /**
   * The unit of times that are plain numbers. A time that would be before 2012 is refused (`time_unit_unclear`). ISO
   * 8601 and `Date` need no unit.
   *
   * @default `milliseconds`
   */
  readonly units?: TimeUnit | undefined
  /**
   * Writes nothing, and is otherwise the same: it reports what would happen. Remembers what it would have added, so its
   * memory grows with the rows.
   *
   * @default false
   */
  readonly dryRun?: boolean | undefined
  /**
   * Called with each passkey once it is decided, and awaited. If it throws, the import ends after that passkey.
   *
   * @default no report
   */
  readonly report?: ((passkey: ImportedPasskey) => void | Promise<void>) | undefined
  readonly actor: Actor
}

/** The outcome of one passkey of an import. */
export type ImportedPasskey = ImportPlace & Decided

interface ImportPlace {
  /** The number of the row, from 1. A row of Hanko is a user, who may have several passkeys. */
  readonly row: number
}

type Decided = PasskeyOfRow & (ImportSuccess | ImportRefusal)

interface PasskeyOfRow {
  /** The credential id; absent if the row could not be parsed. */
  readonly id?: CredentialId
  readonly userId?: string
}

interface ImportSuccess {
  /** `already_there`: the user has this passkey here already, from an earlier import or another row. */
  readonly outcome: 'imported' | 'already_there'
}

interface ImportRefusal {
  readonly outcome: 'refused'
  readonly code: RowRefusalCode
  /** The field at fault, by its name in the format; empty if the row is not an object. */
  readonly field: string
  /** A constant sentence for the code. */
  readonly message: string
}

/** The number of passkeys, by outcome. */
export interface ImportCounts {
  readonly imported: number
  readonly alreadyThere: number
  readonly refused: number
}

/**
 * The passkeys of the rows are stored, each with the user handle that its authenticator knows, if it was ever stored.
 * A refused row stores nothing, and the others go on. Their keys pass the checks of a registration. Imported passkeys
 * are not attested, and count as not user verified until they are used; their event is `passkey.added` with `source:
 * 'import'`. The policy's limit does not apply: an import may give a user up to 100. Repeating an import changes
 * nothing: existing passkeys are `already_there`, removed ones stay removed (`removed_since`, for a year), and so do
 * purged users. See `AdminApi`.
 *
 * @throws {PasskeyError} `forbidden` for an actor whose scope is an organization; `storage_unavailable`: the passkeys
 *   reported before are stored, and the import can be repeated. What `rows` throws passes through.
 */
export async function importPasskeys(context: Context, input: ImportInput): Promise<ImportCounts> {
  const format = oneOf('format', importFormats, input.format ?? 'latchkey')
  const { units = 'milliseconds' } = input
  oneOf('units', timeUnits, units)
  const run = prepare(context, input)
  const counts = { imported: 0, alreadyThere: 0, refused: 0 }
  let row = 0
  for await (const value of iterated(input.rows)) {
    row++
    for (const read of readPasskeys(value, format, units)) {
      const decided = await decide(run, read)
      counts[counted[decided.outcome]]++
      await input.report?.({ row, ...decided })
    }
  }
  return counts
}

function iterated(rows: ImportInput['rows']): ImportInput['rows'] {
  const isIterable =
    typeof rows === 'object' && rows !== null && (Symbol.iterator in rows || Symbol.asyncIterator in rows)
  if (isIterable) return rows
  throw new TypeError('admin.import needs rows: an array or another iterable of objects.')
}

const counted = { imported: 'imported', already_there: 'alreadyThere', refused: 'refused' } as const

function oneOf<Name extends string, Value>(what: string, table: Readonly<Record<Name, Value>>, name: Name): Value {
  if (Object.hasOwn(table, name)) return table[name]
  throw new TypeError(`${what} must be one of ${Object.keys(table).join(', ')}.`)
}

function prepare(context: Context, { actor, dryRun = false }: ImportInput): ImportRun {
  const { settings, store } = context
  adminEventContext(context, actor, {})
  checkConfined(actor, undefined)
  return {
    settings,
    store: dryRun ? createDryRunStore(store) : store,
    owners: createHandleIndex({ accounts: () => walkAccounts(context), passkeys: () => walkPasskeys(context) }),
    occasionOf: (userId, organizationId) => adminEventContext(context, actor, { userId, organizationId }),
  }
}

/** The passkeys of a row, each parsed by itself, so that one that cannot be parsed is refused alone. */
function readPasskeys(row: unknown, format: RowFormat, units: TimeUnit): readonly (ForeignPasskey | RowRefusal)[] {
  const passkeys = orRefusal(() => format.passkeysIn(row))
  if (passkeys instanceof RowRefusal) return [passkeys]
  return passkeys.map((passkey) => orRefusal(() => format.read(passkey, units)))
}

function orRefusal<Value>(read: () => Value): Value | RowRefusal {
  try {
    return read()
  } catch (error) {
    if (error instanceof RowRefusal) return error
    throw error
  }
}

async function decide(run: ImportRun, read: ForeignPasskey | RowRefusal): Promise<Decided> {
  if (read instanceof RowRefusal) return refused(read)
  const { id, userId } = read
  const { relyingParty, now } = run.settings
  try {
    const passkey = validateImportedPasskey(read, { rpId: relyingParty.id, now: now() })
    return { id, userId, outcome: await importRow(run, passkey) }
  } catch (error) {
    if (error instanceof RowRefusal) return { id, userId, ...refused(error) }
    throw error
  }
}

function refused({ code, field, message }: RowRefusal): ImportRefusal {
  return { outcome: 'refused', code, field, message }
}
