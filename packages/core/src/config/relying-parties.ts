import type { PasskeysConfig } from './passkeys-config.js'
import type { RelyingPartyEntry } from './relying-party-config.js'
import { resolveSettings, type Settings } from './settings.js'

/** The settings of each relying party, by the name that methods take as `relyingPartyId`. */
export type SettingsByKey = readonly (readonly [key: string, settings: Settings])[]

const keyForm = /^[\w-]{1,64}$/

/**
 * The settings of each relying party that is configured: of one, its key is its RP ID.
 *
 * @throws {TypeError} naming the field and what to write instead.
 */
export function resolveRelyingParties<Transaction>(config: PasskeysConfig<Transaction>): SettingsByKey {
  if (config?.relyingParties === undefined) {
    const settings = resolveSettings(config)
    return [[settings.relyingParty.id, settings]]
  }
  const { relyingParties, ...shared } = config
  if (shared.relyingParty !== undefined) refuse('write relyingParty or relyingParties, not both.')
  if (shared.baseUrl !== undefined) refuse('baseUrl goes with relyingParty; write the id of each of relyingParties.')
  const entries = isObject(relyingParties) ? Object.entries(relyingParties) : []
  if (entries.length === 0) refuse('relyingParties must have an entry; write { key: { id, name, origins } }.')
  const resolved = entries.map(([key, entry]) => [key, resolveEntry(shared, key, entry)] as const)
  checkDistinct(resolved)
  const rpIds = Object.freeze(resolved.map(([, { relyingParty }]) => relyingParty.id))
  return resolved.map(([key, settings]) => [key, Object.freeze({ ...settings, rpIds })] as const)
}

function resolveEntry<Transaction>(
  shared: PasskeysConfig<Transaction>,
  key: string,
  entry: RelyingPartyEntry<Transaction>,
): Settings {
  if (!keyForm.test(key)) refuse(`relyingParties has the key '${key}'; write 1 to 64 letters, digits, _ or -.`)
  const place = `relyingParties.${key}`
  if (!isObject(entry)) refuse(`${place} must be { id, name, origins }.`)
  const { policy, host, appId, extensionOrigins, apple, android, passkeyEndpoints, ...relyingParty } = entry
  const own = Object.entries({ policy, host, appId, extensionOrigins, apple, android, passkeyEndpoints })
  const given = Object.fromEntries(own.filter(([, value]) => value !== undefined))
  try {
    return resolveSettings({ ...shared, ...given, relyingParty })
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw new TypeError(error.message.replaceAll(/\brelyingParty\b/g, place))
  }
}

/** A key names no other relying party, and two entries are no one. */
function checkDistinct(resolved: SettingsByKey): void {
  for (const [at, [key, { relyingParty }]] of resolved.entries()) {
    const [other] =
      resolved.find(([it, settings], index) => index !== at && isNamed(relyingParty.id, it, settings)) ?? []
    if (other === undefined) continue
    refuse(
      `relyingParties.${key} has the id '${relyingParty.id}', and so has ${other}; write one entry with all origins.`,
    )
  }
}

function isNamed(id: string, key: string, { relyingParty }: Settings): boolean {
  return key === id || relyingParty.id === id
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function refuse(problem: string): never {
  throw new TypeError(`createPasskeys: ${problem}`)
}
