import type { AccountRecord, CodePurpose, CodeRecord, EventRecord, PasskeyRecord } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import { type AdminUserInput, adminTarget, checkEnvironment, checkReach } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { everywhere, type UserEventContext } from '../../context/everywhere.js'
import { createEvent } from '../../events/create-event.js'
import { type PasskeyEvent, toPasskeyEvent } from '../../events/event-data.js'
import { newUserHandle } from '../../passkey/user-handle.js'

/** What `admin.users.exportData` and `.eraseData` take. The actor needs the scope `environment`. */
export type UserDataInput = Omit<AdminUserInput, 'organizationId' | 'relyingPartyId'>

/** Everything that is stored about one user. Plain JSON. */
export interface UserData {
  readonly userId: string
  /** The configured relying parties first, then each other one of the environment where the user has an account. */
  readonly relyingParties: readonly [UserDataAtRelyingParty, ...UserDataAtRelyingParty[]]
}

/** What is stored about a user at one relying party. Times are epoch milliseconds. */
export interface UserDataAtRelyingParty {
  readonly rpId: string
  /** Absent where nothing was ever stored; a tombstone after a purge. */
  readonly account?: AccountRecord
  readonly passkeys: readonly PasskeyData[]
  /** Invitations, one-time codes and recovery codes, used ones included. What a user types in is stored hashed, and is not here. */
  readonly codes: readonly CodeData[]
  /** Oldest first. */
  readonly events: readonly PasskeyEvent[]
}

/** A stored passkey. `publicKey` is base64url of the COSE key. */
export type PasskeyData = Omit<PasskeyRecord, 'publicKey'> & { readonly publicKey: string }

/** A stored code, without its hash. */
export type CodeData = Omit<CodeRecord, 'hash'>

/** Returns everything that is stored about one user. See `AdminApi`. */
export async function exportUserData(context: Context, input: UserDataInput): Promise<UserData> {
  const about = await wholeUser(context, input)
  const relyingParties = await everywhere(context, about, ({ rpId, userId }) => readData(context, { rpId, userId }))
  return { userId: about.userId, relyingParties }
}

/** Deletes everything that is stored about one user, but the tombstone. See `AdminApi`. */
export async function eraseUserData(context: Context, input: UserDataInput): Promise<void> {
  const { store, settings } = context
  await everywhere(context, await wholeUser(context, input), async (about) => {
    const { rpId, userId, at } = about
    const target = { rpId, userId, at, userHandle: newUserHandle(settings) }
    // No event of a removed passkey: its data would be the first that is stored again.
    return store.accounts.purge(target, () => [createEvent('account.purged', {}, about)], { eraseEvents: true })
  })
}

/**
 * The data of a user is that of every organization, so only the environment's admins reach it.
 *
 * @throws {PasskeyError} `forbidden`, `malformed`
 */
async function wholeUser(context: Context, input: UserDataInput): Promise<UserEventContext> {
  const about = adminTarget(context, input)
  checkEnvironment(about.scope)
  await checkReach(context, about)
  return about
}

interface DataOwner {
  readonly rpId: string
  readonly userId: string
}

async function readData({ store }: Context, { rpId, userId }: DataOwner): Promise<UserDataAtRelyingParty> {
  const [{ passkeys, account }, codes, events] = await Promise.all([
    store.passkeys.listByUser(rpId, userId),
    Promise.all(purposes.map((purpose) => store.codes.list(rpId, userId, purpose))),
    readEvents(store, { rpId, userId }),
  ])
  return {
    rpId,
    ...(account ? { account } : {}),
    passkeys: passkeys.map((passkey) => ({ ...passkey, publicKey: encodeBase64url(passkey.publicKey) })),
    codes: codes.flat().map(({ hash: _, ...code }) => code),
    events: events.map(toPasskeyEvent),
  }
}

const purposes = Object.keys({ invitation: 0, recovery: 0, otp: 0 } satisfies Record<CodePurpose, 0>) as CodePurpose[]

async function readEvents({ events }: Context['store'], owner: DataOwner): Promise<readonly EventRecord[]> {
  const found: EventRecord[] = []
  let after: string | undefined = ''
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof events.pageByUser>> = await events.pageByUser({
      ...owner,
      after,
      limit: 1000,
    })
    found.push(...page.items)
    after = page.next
  }
  return found
}
