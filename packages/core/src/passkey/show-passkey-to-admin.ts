import type { PasskeyRecord, PasskeySource } from '@latchkey/storage'
import type { PasskeyJSON } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import { showPasskey } from './show-passkey.js'

/** A passkey as the staff sees it: also where it comes from. */
export interface AdminPasskey extends PasskeyJSON {
  /** The model of the authenticator; a claim unless `attested`. */
  readonly aaguid: string
  /** Whether the maker has vouched for it, by a root that is trusted. */
  readonly attested: boolean
  readonly source: PasskeySource
  /** The admin who enrolled it, when it was one. */
  readonly enrolledBy?: string
  /** The organisation whose policy it was made under, when it was one's. */
  readonly organizationId?: string
}

export function showPasskeyToAdmin(passkey: PasskeyRecord, settings: Pick<Settings, 'providers'>): AdminPasskey {
  const { aaguid, attestation, source, enrolledBy, organizationId } = passkey
  return {
    ...showPasskey(passkey, settings),
    aaguid,
    attested: attestation.trusted,
    source,
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
    ...(organizationId === undefined ? {} : { organizationId }),
  }
}
