import type { AccountRecord, PasskeyRecord } from '@latchkey/storage'
import { platform } from '#platform'
import type { Settings } from '../../config/settings.js'
import { createEvent, type EventContext, referenceTo } from '../../events/create-event.js'
import { defaultName } from '../../passkey/name-passkey.js'
import { newUserHandle, unknownHandle } from '../../passkey/user-handle.js'
import { hasSecondFactor } from '../../registration/register-passkey.js'
import type { ImportStore } from './dry-run-store.js'
import { RowRefusal } from './formats/row.js'
import type { HandleIndex } from './handle-index.js'
import type { SoundPasskey } from './validate-imported-passkey.js'

export interface ImportRun {
  readonly settings: Settings
  readonly store: ImportStore
  readonly owners: HandleIndex
  readonly occasionOf: (userId: string, organizationId: string | undefined) => EventContext
}

/**
 * The highest limit that a policy can set. A lower one does not take away passkeys that a user already has elsewhere.
 */
const limit = 100
const noAaguid = '00000000-0000-0000-0000-000000000000'

/**
 * The passkey belongs to its user here, or did already.
 *
 * @throws {RowRefusal} Then nothing of it is stored.
 */
export async function importRow(run: ImportRun, passkey: SoundPasskey): Promise<'imported' | 'already_there'> {
  if (await isThere(run, passkey)) return 'already_there'
  const { passkeys, account } = await run.store.passkeys.listByUser(run.settings.relyingParty.id, passkey.userId)
  if (account?.purgedAt !== undefined) throw new RowRefusal('account_purged', passkey.fields.userId)
  await assertNotRemoved(run, passkey)
  const { userHandle, fields } = passkey
  if (userHandle !== undefined && (await run.owners.takenBy(userHandle, passkey.userId)) !== undefined) {
    throw new RowRefusal('user_handle_taken', fields.userHandle)
  }
  const facts = { aaguid: noAaguid, ...given(passkey) }
  const name = passkey.name ?? (await defaultName(facts, namesOf(passkeys), run.settings))
  const hadSecondFactor = await hasSecondFactor(run.settings, { userId: passkey.userId, passkeys })
  return add(run, { passkey, name, account, hadSecondFactor })
}

/** Whether the id is stored: for this user and with this key, or the row is refused. */
async function isThere({ settings, store }: ImportRun, { id, userId, publicKey, fields }: SoundPasskey) {
  const found = await store.passkeys.find(settings.relyingParty.id, id)
  if (!found) return false
  const isSame = found.passkey.userId === userId && platform.equal(found.passkey.publicKey, publicKey)
  if (!isSame) throw new RowRefusal('already_registered', fields.id)
  return true
}

const removals = { removed: 'removed_since', purged: 'account_purged' } as const

/** The store refuses such an id as well. Checked here, before an account is created for it. */
async function assertNotRemoved({ settings, store }: ImportRun, { id, fields }: SoundPasskey): Promise<void> {
  const [removed] = await store.passkeys.findRemoved(settings.relyingParty.id, [id])
  if (removed) throw new RowRefusal(removals[removed.reason], fields.id)
}

interface Added {
  readonly passkey: SoundPasskey
  readonly name: string
  readonly account: AccountRecord | undefined
  readonly hadSecondFactor: boolean
}

async function add(run: ImportRun, added: Added): Promise<'imported' | 'already_there'> {
  const { passkey } = added
  const occasion = run.occasionOf(passkey.userId, passkey.organizationId)
  const record = toRecord(added, occasion)
  const account = added.account ?? (await makeAccount(run, passkey, occasion))
  const outcome = await run.store.passkeys.add(record, {
    spend: [],
    limit,
    accountVersion: account?.version ?? 0,
    events: [createEvent('passkey.added', { ...referenceTo(record), source: 'import' }, occasion)],
  })
  const { fields } = passkey
  switch (outcome) {
    case 'added':
      if (passkey.userHandle !== undefined) run.owners.add(passkey.userHandle, passkey.userId)
      return 'imported'
    case 'limit_reached':
      throw new RowRefusal(outcome, fields.userId)
    case 'account_purged':
    case 'removed_since':
      throw new RowRefusal(outcome, fields.id)
    case 'account_changed':
    case 'already_spent':
    case 'duplicate':
      // Another import may have added it at this moment.
      if (await isThere(run, passkey)) return 'already_there'
      throw new RowRefusal('account_changed', fields.userId)
  }
}

/** Creates an account with the handle of its first passkey, or with a new one if that is unknown. */
async function makeAccount(
  { settings, store }: ImportRun,
  { userId, userHandle }: SoundPasskey,
  { at, rpId }: EventContext,
) {
  if (userHandle !== undefined) return undefined
  const fresh = { rpId, userId, userHandle: newUserHandle(settings), at }
  return store.accounts.recordPrompt({ ...fresh, what: 'cleared', events: [] })
}

function toRecord({ passkey, name, hadSecondFactor }: Added, { at, rpId }: EventContext): PasskeyRecord {
  const { id, userId, publicKey, algorithm, signCount, transports, backedUp, suspendedBy = [] } = passkey
  return {
    rpId,
    id,
    userId,
    userHandle: passkey.userHandle ?? unknownHandle,
    publicKey,
    algorithm,
    signCount,
    signInCount: passkey.signInCount ?? 0,
    name,
    aaguid: passkey.aaguid ?? noAaguid,
    attestation: { format: 'none', type: 'none', trusted: false },
    transports,
    backedUp,
    userVerified: false,
    ...(hadSecondFactor ? { hadSecondFactor } : {}),
    status: suspendedBy.includes('environment') ? 'suspended' : 'active',
    suspendedBy,
    source: 'import',
    createdAt: passkey.createdAt ?? at,
    ...optionalFields(passkey),
  }
}

function optionalFields({
  attachment,
  discoverable,
  backupEligible,
  organizationId,
  boundTo,
  lastUsedAt,
}: SoundPasskey) {
  return {
    ...(attachment === undefined ? {} : { attachment }),
    ...(discoverable === undefined ? {} : { discoverable }),
    ...(backupEligible === undefined ? {} : { backupEligible }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(boundTo === undefined ? {} : { boundTo }),
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  }
}

function given({ aaguid, attachment, transports }: SoundPasskey) {
  return {
    transports,
    ...(aaguid === undefined ? {} : { aaguid }),
    ...(attachment === undefined ? {} : { attachment }),
  }
}

function namesOf(passkeys: readonly PasskeyRecord[]): readonly string[] {
  return passkeys.map(({ name }) => name)
}
