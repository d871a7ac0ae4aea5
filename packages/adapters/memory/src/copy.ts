import type {
  AccountRecord,
  AttestationRecord,
  CodeRecord,
  EventRecord,
  PasskeyRecord,
  PolicyScope,
  StoredPolicyRecord,
} from '@latchkey/storage'

export function copyPasskey(passkey: PasskeyRecord): PasskeyRecord {
  return {
    ...passkey,
    publicKey: new Uint8Array(passkey.publicKey),
    attestation: copyAttestation(passkey.attestation),
    transports: [...passkey.transports],
    suspendedBy: inOrder(passkey.suspendedBy),
  }
}

export function copyAttestation({ chain, ...attestation }: AttestationRecord): AttestationRecord {
  return { ...attestation, ...(chain && { chain: [...chain] }) }
}

/** Each scope once, `environment` before any organization, and organizations by the bytes of their ids. */
export function inOrder(scopes: readonly PolicyScope[]): readonly PolicyScope[] {
  return [...new Set(scopes)].sort((one, other) => (bytesOf(one) < bytesOf(other) ? -1 : 1))
}

/** In UTF-8, whose order is that of the characters. */
export function bytesOf(text: string): string {
  return Buffer.from(text).toString('latin1')
}

export function copyAccount(account: AccountRecord): AccountRecord {
  return { ...account, prompt: { ...account.prompt } }
}

export function copyCode(code: CodeRecord): CodeRecord {
  const { profile } = code
  return {
    ...code,
    hash: new Uint8Array(code.hash),
    ...(profile === undefined ? {} : { profile: structuredClone(profile) }),
  }
}

export function copyPolicy(policy: StoredPolicyRecord): StoredPolicyRecord {
  return { ...policy, policy: structuredClone(policy.policy) }
}

export function copyEvent(event: EventRecord): EventRecord {
  return { ...event, actor: { ...event.actor }, data: structuredClone(event.data), ...countsOf(event) }
}

function countsOf({ counts }: EventRecord): Pick<EventRecord, 'counts'> {
  return counts === undefined ? {} : { counts: { ...counts } }
}
