import type { PasskeyRecord } from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'

/** Which passkey an event is about, as it was called then: the record may be gone when the event is read. */
export interface PasskeyReference {
  readonly passkeyId: CredentialId
  readonly passkeyName: string
}

export function referenceTo({ id, name }: Pick<PasskeyRecord, 'id' | 'name'>): PasskeyReference {
  return { passkeyId: id, passkeyName: name }
}
