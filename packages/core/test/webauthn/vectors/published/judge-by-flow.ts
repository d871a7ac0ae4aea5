import { randomBytes } from 'node:crypto'
import { createPasskeys, PasskeyError, type Passkeys } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import type { PasskeyRecord, PasskeyStorage } from '@latchkey/storage'
import { samplePasskey } from '@latchkey/testing'
import type { CredentialId, UserHandle } from '@latchkey/wire'
import type { Judgement } from './judge-purely.js'
import type { PublishedCase } from './published-case.js'

/** Codes that only the verbs can give, because only they know what was stored, offered and issued. */
export const judgedByFlow: ReadonlySet<string> = new Set([
  'backup_eligibility_changed',
  'backup_policy_violation',
  'challenge_expired',
  'challenge_not_found',
  'credential_already_registered',
  'credential_not_allowed',
  'sign_count_regression',
  'user_handle_mismatch',
  'user_handle_missing',
])

const alice = { id: 'alice', name: 'alice@example.org' }
/** The user handle of alice, and of the owner of a case's credential. */
const aliceHandle = 'YWxpY2U'

interface World {
  readonly passkeys: Passkeys
  readonly storage: PasskeyStorage
  readonly clock: { now: number }
}

/** A deployment that issues the challenge of the case, and refuses whatever a policy may refuse. */
function createWorld({ rpId, origins, challenge, options, state = {} }: PublishedCase): World {
  const clock = { now: Date.parse(state.challengeIssuedAt ?? '2026-11-21T00:00:00Z') }
  const storage = memoryStorage()
  const passkeys = createPasskeys({
    relyingParty: { id: rpId, name: 'Example', origins },
    secret: 'a secret of at least 32 bytes, for tests',
    storage,
    policy: {
      mode: 'optional',
      userVerification: { enroll: 'preferred', signIn: 'preferred' },
      signCount: 'reject',
      backupEligibilityChange: 'reject',
      kinds: { synced: options.backupEligiblePolicy !== 'disallowed' },
    },
    host: { findUser: (identifier) => (identifier === alice.name ? alice : undefined) },
    now: () => clock.now,
    randomBytes: (length) => new Uint8Array(length === 32 ? Buffer.from(challenge, 'base64url') : randomBytes(length)),
  })
  return { passkeys, storage, clock }
}

/** What the verbs make of a case, in a deployment where the state of the case holds. */
export async function judgeByFlow(it: PublishedCase): Promise<Judgement> {
  const world = createWorld(it)
  try {
    await (it.credential ? signIn(world, it) : enroll(world, it))
    return { outcome: 'accepted' }
  } catch (error) {
    if (error instanceof PasskeyError) return { outcome: error.code }
    throw error
  }
}

async function keep({ storage }: World, change: Partial<PasskeyRecord>): Promise<void> {
  const passkey = samplePasskey({ userHandle: aliceHandle as UserHandle, ...change })
  await storage.passkeys.add(passkey, { spend: [], limit: 10, accountVersion: 0, events: [] })
}

async function enroll(world: World, { response, rpId, state = {} }: PublishedCase): Promise<void> {
  for (const id of state.registeredCredentialIds ?? []) {
    await keep(world, { id: id as CredentialId, rpId, userId: 'bob' })
  }
  const methods = [{ name: 'password', at: world.clock.now }]
  const session = { userId: alice.id, authenticatedAt: world.clock.now, methods }
  const binding = 'A'
  const { ceremony } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  await world.passkeys.enroll.finish({ ceremony, response, session, binding })
}

async function signIn(world: World, { response, rpId, credential, state = {} }: PublishedCase): Promise<void> {
  if (!credential) return
  const { allowCredentials } = state
  const stored = {
    rpId,
    id: credential.id as CredentialId,
    publicKey: new Uint8Array(Buffer.from(credential.publicKeyCose, 'base64url')),
    signCount: credential.signCount,
    backupEligible: credential.backupEligible ?? false,
  }
  await keep(world, { ...stored, userId: allowCredentials ? 'bob' : alice.id })
  for (const id of allowCredentials ?? []) await keep(world, { rpId, id: id as CredentialId, userId: alice.id })
  const named = state.userId === null ? {} : { identifier: alice.name }
  const { ceremony } = await world.passkeys.signIn.begin({ ...named, binding: 'A' })
  if (state.now) world.clock.now = Date.parse(state.now)
  await world.passkeys.signIn.finish({ ceremony, response, binding: state.session ?? 'A' })
}
