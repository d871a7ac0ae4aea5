import type { PasskeyStorage } from '@latchkey/storage'
import type { FieldIssue } from '@latchkey/wire'
import type * as z from 'zod'
import { platform } from '#platform'
import type { Host } from '../host/host.js'
import type { ProfileRules } from '../host/profile.js'
import { readEd25519Pem } from '../platform/ed25519-pem.js'
import { checkPolicy, describeIssue, fieldIssues, type PolicyBounds } from '../policy/check-policy.js'
import { describeProblem } from '../policy/describe-problem.js'
import type { CodePolicy, PartialPolicy, PolicyOverrides } from '../policy/effective-policy.js'
import { overridesSchema, resolveOverrides } from '../policy/floors.js'
import { configSchema, mostCredentials, secretBytes } from './config-schema.js'
import { elsewhereNames } from './elsewhere-names.js'
import type { Limits } from './limits.js'
import type { ResolvedMetadataSource } from './metadata-source.js'
import { androidOrigins } from './native-apps.js'
import type { Logger, PasskeysConfig } from './passkeys-config.js'
import { type ProblemTypes, resolveProblemTypes } from './problem-types.js'
import { type ProviderList, readProviderList } from './provider-list.js'
import { isInDomain } from './registrable-domain.js'
import { type RelyingParty, resolveRelyingParty } from './relying-party.js'
import { type WellKnownDocument, wellKnownDocuments } from './well-known.js'

/** The validated configuration, with all defaults filled in. */
export interface Settings {
  readonly relyingParty: RelyingParty
  /** The RP IDs of all relying parties that are configured together, this one included. */
  readonly rpIds: readonly string[]
  readonly baseUrl: string | undefined
  readonly environment: string
  /** The first secret seals; all secrets open. */
  readonly secrets: readonly [Uint8Array, ...Uint8Array[]]
  readonly decoySecret: Uint8Array
  /** Whether `decoySecret` is configured. */
  readonly hasDecoySecret: boolean
  readonly storage: PasskeyStorage
  readonly policy: PartialPolicy
  readonly override: PolicyOverrides
  readonly maxCredentials: number
  readonly profile: ProfileRules
  readonly providers: ProviderList
  readonly appId: string | undefined
  /** The origins of the relying party, related ones included, of Android apps and of browser extensions. */
  readonly ceremonyOrigins: readonly string[]
  /** The origins of native apps: see `originsFor`. */
  readonly nativeOrigins: readonly string[]
  /** Whether a sign-up in a native app may give its profile at finish. */
  readonly nativeProfileAtFinish: boolean
  readonly wellKnown: readonly WellKnownDocument[]
  /** The rules for statements that were requested. An absent one has the default of the verifier. */
  readonly statements: StatementSettings
  readonly metadata: ResolvedMetadataSource | undefined
  readonly secondOpinion: 'none' | 'registrations' | 'all'
  /** Signs receipts. */
  readonly receiptKey: { readonly id: string; readonly privateKey: Uint8Array } | undefined
  /** Configured keys behind the first: they sign nothing. */
  readonly unusedReceiptKeys: number
  readonly host: Host
  readonly adminsMayEnroll: boolean
  readonly limits: Limits
  readonly logger: Logger
  readonly problemTypes: ProblemTypes
  readonly unsettledEventSeconds: number | 'never'
  readonly now: () => number
  readonly randomBytes: (length: number) => Uint8Array
}

/** As `verifyRegistration` takes them. */
export interface StatementSettings {
  readonly attestationFormats?: readonly string[]
  readonly attestationAlgorithms?: readonly number[]
  readonly tpmManufacturers?: readonly string[]
}

const defaultProfile: ProfileRules = { email: 'required' }
/**
 * The settings that a configuration resolves to.
 *
 * @throws {TypeError} naming the field and what to write instead.
 */
export function resolveSettings<Transaction>(config: PasskeysConfig<Transaction>): Settings {
  refusePromises(config)
  const checked = configSchema.safeParse(config, { error: describeProblem })
  if (!checked.success) {
    const issues = fieldIssues({ schema: configSchema, error: checked.error, elsewhere: elsewhereNames })
    const named = issues.map(({ path, message }) => ({ path: path === '' ? 'the configuration' : path, message }))
    throw new TypeError(`createPasskeys: ${named.map(describeIssue).join('; ')}`)
  }
  const [first, ...others] = [config.secret].flat().map(secretBytes)
  if (!first) throw new TypeError('createPasskeys: secret is missing.')
  const maxCredentials = config.maxCredentials ?? mostCredentials
  const relyingParty = resolveRelyingParty(checked.data.relyingParty, config.baseUrl)
  const rpIds = Object.freeze([relyingParty.id])
  checkAppIdDomain(checked.data.appId, relyingParty)
  checkKeyLength(config.environment, relyingParty)
  const {
    appId,
    extensionOrigins = [],
    apple = [],
    android = [],
    passkeyEndpoints = {},
    attestationFormats,
    attestationAlgorithms,
    tpmManufacturers,
  } = checked.data
  return Object.freeze({
    relyingParty,
    rpIds,
    baseUrl: checked.data.baseUrl,
    appId,
    ceremonyOrigins: Object.freeze([
      ...new Set([
        ...relyingParty.origins,
        ...relyingParty.relatedOrigins,
        ...extensionOrigins,
        ...androidOrigins(android),
      ]),
    ]),
    nativeOrigins: nativeOrigins(relyingParty, { apple, android }),
    nativeProfileAtFinish: checked.data.native?.profileAtFinish ?? false,
    wellKnown: Object.freeze(wellKnownDocuments({ relyingParty, apple, android, passkeyEndpoints })),
    statements: Object.freeze({
      // A statement without certificates proves nothing, and `compound` consists of others.
      ...(attestationFormats ? { attestationFormats: ['none', 'compound', ...attestationFormats] } : {}),
      ...(attestationAlgorithms ? { attestationAlgorithms } : {}),
      ...(tpmManufacturers ? { tpmManufacturers } : {}),
    }),
    environment: config.environment ?? 'default',
    secrets: [first, ...others] as const,
    decoySecret: config.decoySecret === undefined ? (others.at(-1) ?? first) : secretBytes(config.decoySecret),
    hasDecoySecret: config.decoySecret !== undefined,
    storage: config.storage,
    ...policyInCode(config.policy === undefined ? {} : config.policy, {
      maxCredentials,
      metadata: config.metadata,
      host: config.host,
    }),
    maxCredentials,
    profile: Object.freeze({ ...(config.profile ?? defaultProfile) }),
    providers: readProviderList(checked.data.providers ?? {}),
    metadata: config.metadata && { read: config.metadata.read, roots: [config.metadata.root].flat() },
    secondOpinion: checked.data.secondOpinion ?? 'none',
    receiptKey: signingKey(checked.data.receiptKeys),
    unusedReceiptKeys: Math.max(0, (checked.data.receiptKeys?.length ?? 0) - 1),
    host: checkSignUpHost(config.host ?? {}, config),
    adminsMayEnroll: config.adminsMayEnroll ?? false,
    limits: Object.freeze({ ...config.limits }),
    logger: config.logger ?? console,
    problemTypes: resolveProblemTypes(config.problemTypes),
    unsettledEventSeconds: config.unsettledEventSeconds ?? 90 * 86_400,
    now: config.now ?? Date.now,
    randomBytes: config.randomBytes ?? platform.randomBytes,
  })
}

/** Apple's systems put the web origin of the RP ID into the client data, Android its own form of origin. */
function nativeOrigins(
  { id, origins }: RelyingParty,
  { apple, android }: Required<Pick<PasskeysConfig, 'apple' | 'android'>>,
): readonly string[] {
  const listed = origins.filter((origin) => origin.startsWith('android:'))
  const ofApple = apple.length > 0 ? [`https://${id}`] : []
  return Object.freeze([...new Set([...listed, ...androidOrigins(android), ...ofApple])])
}

function signingKey(keys: PasskeysConfig['receiptKeys']): Settings['receiptKey'] {
  const [first] = keys ?? []
  const privateKey = readEd25519Pem(first?.privateKey, 'private')
  return first && privateKey && { id: first.id, privateKey }
}

/** A copy, so that later changes to the developer's object do not change the policy. */
function policyInCode(given: CodePolicy, bounds: PolicyBounds): Pick<Settings, 'policy' | 'override'> {
  const { override, ...fields } = { ...given }
  // Only what has the name is copied, so that a value of another type is reported.
  const layer = Object.hasOwn(Object(given), 'override') ? fields : given
  const checked = checkPolicy(layer, { layer: 'code', below: [] }, bounds)
  const stated = overridesSchema.optional().safeParse(override, { error: describeProblem })
  if ('policy' in checked && stated.success) {
    return { policy: structuredClone(checked.policy), override: resolveOverrides(stated.data) }
  }
  const found = [...('issues' in checked ? checked.issues : []), ...(stated.error ? overrideIssues(stated.error) : [])]
  const issues = found.map(({ path, message }) => ({
    path: path === '' ? 'policy' : `policy.${path}`,
    message,
  }))
  throw new TypeError(`createPasskeys: ${issues.map(describeIssue).join('; ')}`)
}

function overrideIssues(error: z.ZodError): readonly FieldIssue[] {
  return fieldIssues({ schema: overridesSchema, error }).map(({ path, message }) => ({
    path: path === '' ? 'override' : `override.${path}`,
    message,
  }))
}

function checkAppIdDomain(appId: string | undefined, { id }: RelyingParty): void {
  if (appId === undefined || isInDomain(new URL(appId).hostname, id)) return
  throw new TypeError(`createPasskeys: appId is '${appId}'; its host must be in the same domain as '${id}'.`)
}

/** Records are stored under both, in one column. */
function checkKeyLength(environment: string | undefined, { id }: RelyingParty): void {
  if (environment === undefined || `${environment}/${id}`.length <= 255) return
  throw new TypeError(`createPasskeys: environment and '${id}' together must have at most 254 characters.`)
}

/** A promise has none of the members that are missing, so the other messages would mislead. */
function refusePromises(config: unknown): void {
  if (config instanceof Promise) throw new TypeError('createPasskeys: the configuration is a promise; await it first.')
  const [name] = Object.entries(config ?? {}).find(([, value]) => value instanceof Promise) ?? []
  if (name !== undefined) throw new TypeError(`createPasskeys: ${name} is a promise; await it first.`)
}

/**
 * The host, if its sign-up functions are complete. An incomplete set could leave a user without a sign-in method, or a
 * passkey without a user.
 *
 * @throws {TypeError} naming what is missing.
 */
function checkSignUpHost(host: Host, { policy, storage }: Pick<PasskeysConfig, 'policy' | 'storage'>): Host {
  const missing = missingFunction(host, {
    signUp: policy?.signUp === true,
    shared: storage.sharesTransaction === true,
  })
  if (missing) throw new TypeError(`createPasskeys: ${missing}`)
  return host
}

function missingFunction(
  { findUser, createUser, confirmUser, discardUser }: Host,
  { signUp, shared }: { readonly signUp: boolean; readonly shared: boolean },
): string | undefined {
  if (!createUser) return signUp ? 'policy.signUp needs host.createUser.' : undefined
  if (!findUser) return 'host.createUser needs host.findUser: it says which identifiers are taken.'
  if (!confirmUser !== !discardUser) return 'host.confirmUser and host.discardUser need each other.'
  if (shared || confirmUser) return undefined
  return 'host.createUser needs host.confirmUser and host.discardUser: the storage does not share a transaction.'
}
