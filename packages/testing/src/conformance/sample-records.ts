import type {
  AcceptedMetadata,
  AccountMadeIfAbsent,
  AddOptions,
  CodeRecord,
  EventRecord,
  PasskeyRecord,
  PasskeyTarget,
  RecordUse,
  Spend,
  StoredPolicyRecord,
} from '@latchkey/storage'
import type { CredentialId, UserHandle } from '@latchkey/wire'

/** Midnight, 1 January 2026, UTC: when everything in the samples happens. */
export const sampleTime: number = Date.UTC(2026, 0, 1)

/** The RP ID of every sample. */
export const sampleRpId = 'example.com'

/** A credential id, the same on each call. */
export function sampleCredentialId(text = 'Y3JlZGVudGlhbC1vbmU'): CredentialId {
  return text as CredentialId
}

/** A user handle, the same on each call. */
export function sampleUserHandle(text = 'aGFuZGxlLW9mLWFsaWNl'): UserHandle {
  return text as UserHandle
}

/** A valid, synced passkey of alice. */
export function samplePasskey(change: Partial<PasskeyRecord> = {}): PasskeyRecord {
  return {
    rpId: sampleRpId,
    id: sampleCredentialId(),
    userId: 'alice',
    userHandle: sampleUserHandle(),
    publicKey: new Uint8Array([0xa5, 0x01, 0x02, 0x03, 0x26, 0x00, 0xff]),
    algorithm: -7,
    signCount: 0,
    signInCount: 0,
    name: 'iCloud Keychain',
    aaguid: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd',
    attestation: { format: 'none', type: 'none', trusted: false },
    transports: ['internal', 'hybrid'],
    backupEligible: true,
    backedUp: true,
    userVerified: true,
    status: 'active',
    suspendedBy: change.status === 'suspended' ? ['environment'] : [],
    source: 'self',
    createdAt: sampleTime,
    ...change,
  }
}

/** A passkey in which every optional field is present, and every flag is inverted. */
export function fullPasskey(): PasskeyRecord {
  return samplePasskey({
    algorithm: -257,
    signCount: 7,
    signInCount: 3,
    attestation: { format: 'packed', type: 'certified', trusted: true },
    attachment: 'cross-platform',
    discoverable: false,
    backupEligible: false,
    backedUp: false,
    userVerified: false,
    hadSecondFactor: true,
    usedHere: false,
    status: 'suspended',
    source: 'admin',
    enrolledBy: 'admin-1',
    organizationId: 'acme',
    boundTo: 'acme',
    suspendedBy: ['environment', 'organization:acme', 'organization:é'],
    suspendedByUser: true,
    lastUsedAt: sampleTime + 1,
  })
}

/** The sample passkey as a target, with the given changes. */
export function sampleTarget(change: Partial<PasskeyTarget> = {}): PasskeyTarget {
  return { rpId: sampleRpId, id: sampleCredentialId(), userId: 'alice', ...change }
}

/** Alice's account, to be changed now, with the handle of her passkeys if there is none. */
export function sampleAccount(change: Partial<AccountMadeIfAbsent> = {}): AccountMadeIfAbsent {
  return { rpId: sampleRpId, userId: 'alice', userHandle: sampleUserHandle(), at: sampleTime, ...change }
}

/** A ceremony that expires ten minutes after `sampleTime`. */
export function sampleSpend(id = 'ceremony-1'): Spend {
  return { id, expiresAt: sampleTime + 600_000 }
}

/** A code as a spend; the sample code by default. */
export function sampleCodeSpend(id = sampleCode().id): Spend {
  return { ...sampleSpend(id), code: true }
}

/** The second argument for a first passkey: one ceremony, room for ten, no account yet. */
export function sampleTogether(change: Partial<AddOptions> = {}): AddOptions {
  return { spend: [sampleSpend()], limit: 10, accountVersion: 0, events: [], ...change }
}

/** A use of the sample passkey as it was added. */
export function sampleUse(change: Partial<RecordUse> = {}): RecordUse {
  return {
    ...sampleTarget(),
    spend: sampleSpend('sign-in-1'),
    accountVersion: 1,
    expectedSignCount: 0,
    change: {
      signCount: 0,
      lastUsedAt: sampleTime + 5000,
      backupEligible: true,
      backedUp: true,
      userVerified: true,
    },
    events: [],
    ...change,
  }
}

/** An event without a user, so that none waits for another; ids sort by their number. */
export function sampleEvent(number: number, change: Partial<EventRecord> = {}): EventRecord {
  return {
    id: number.toString(16).padStart(12, '0').padEnd(32, '0'),
    name: 'passkey.used',
    at: sampleTime + number,
    rpId: sampleRpId,
    actor: { type: 'system' },
    data: { number },
    ...change,
  }
}

/** An invitation for alice with five tries and twenty redemptions, valid for an hour; its hash is 1, 2, 3. */
export function sampleCode(change: Partial<CodeRecord> = {}): CodeRecord {
  return {
    id: 'code-1',
    purpose: 'invitation',
    rpId: sampleRpId,
    userId: 'alice',
    hash: new Uint8Array([1, 2, 3]),
    triesLeft: 5,
    redemptionsLeft: 20,
    createdAt: sampleTime,
    expiresAt: sampleTime + 3_600_000,
    ...change,
  }
}

/** A code in which every optional field is present. */
export function fullCode(): CodeRecord {
  return sampleCode({
    purpose: 'recovery',
    createdBy: 'admin-1',
    organizationId: 'acme',
    boundTo: 'acme',
    attachment: 'cross-platform',
    profile: { email: 'ada@example.com', attributes: { age: 36, name: 'Ada \u{1f469}\u200d\u{1f4bb}\0' } },
  })
}

/** The seventh metadata of a root. */
export function sampleMetadata(change: Partial<AcceptedMetadata> = {}): AcceptedMetadata {
  return { root: 'root-1', no: 7, digest: 'digest-7', acceptedAt: sampleTime, ...change }
}

/** A stored policy of the environment, with the given changes. */
export function samplePolicy(change: Partial<StoredPolicyRecord> = {}): StoredPolicyRecord {
  return {
    rpId: sampleRpId,
    scope: 'environment',
    enabled: true,
    policy: { mode: 'optional', limit: 10 },
    version: 1,
    changedAt: sampleTime,
    ...change,
  }
}
