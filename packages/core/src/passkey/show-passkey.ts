import type { PasskeyRecord } from '@latchkey/storage'
import type { PasskeyJSON } from '@latchkey/wire'
import type { Settings } from '../config/settings.js'
import { providerOf } from './provider.js'

/** The passkey as its owner may see it: no key, no handle. */
export function showPasskey(passkey: PasskeyRecord, { providers }: Pick<Settings, 'providers'>): PasskeyJSON {
  const provider = providerOf(passkey.aaguid, providers)
  return {
    id: passkey.id,
    name: passkey.name,
    ...(provider ? { provider: provider.name } : {}),
    ...(provider?.icon ? { providerIcon: provider.icon } : {}),
    createdAt: passkey.createdAt,
    ...(passkey.lastUsedAt === undefined ? {} : { lastUsedAt: passkey.lastUsedAt }),
    signInCount: passkey.signInCount,
    status: passkey.status,
    synced: passkey.backupEligible,
    backedUp: passkey.backedUp,
    ...(passkey.discoverable === undefined ? {} : { discoverable: passkey.discoverable }),
    transports: passkey.transports,
  }
}
