import type { PasskeyRecord } from '@latchkey/storage'
import type { CredentialId } from '@latchkey/wire'

/**
 * The passkey that an event is about, with its name at that time: the record may be deleted before the event is read.
 */
export interface PasskeyReference {
  readonly passkeyId: CredentialId
  readonly passkeyName: string
}

export function referenceTo({ id, name }: Pick<PasskeyRecord, 'id' | 'name'>): PasskeyReference {
  return { passkeyId: id, passkeyName: name }
}
