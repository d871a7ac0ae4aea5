import type { AccountRecord, CodeRecord, EventRecord, PasskeyRecord, StoredPolicyRecord } from '@latchkey/storage'

export function copyPasskey(passkey: PasskeyRecord): PasskeyRecord {
  return {
    ...passkey,
    publicKey: new Uint8Array(passkey.publicKey),
    attestation: { ...passkey.attestation },
    transports: [...passkey.transports],
  }
}

export function copyAccount(account: AccountRecord): AccountRecord {
  return { ...account, prompt: { ...account.prompt } }
}

export function copyCode(code: CodeRecord): CodeRecord {
  return { ...code, hash: new Uint8Array(code.hash) }
}

export function copyPolicy(policy: StoredPolicyRecord): StoredPolicyRecord {
  return { ...policy, policy: structuredClone(policy.policy) }
}

export function copyEvent(event: EventRecord): EventRecord {
  return { ...event, actor: { ...event.actor }, data: structuredClone(event.data) }
}
