import type { PasskeyStorage } from '@latchkey/storage'
import * as z from 'zod'
import { platform } from '#platform'
import { algorithms } from '../algorithms.js'
import type { Host } from '../host/host.js'
import type { ProfileRules } from '../host/profile.js'
import { readEd25519Pem } from '../platform/ed25519-pem.js'
import { checkPolicy, type PolicyBounds } from '../policy/check-policy.js'
import type { PartialPolicy } from '../policy/effective-policy.js'
import { describeIssue, fieldIssues } from '../policy/field-issues.js'
import { certifiedFormats } from '../webauthn/attestation/trust-rules.js'
import { isCertificateShaped, type TrustAnchor } from '../webauthn/parse/trust-anchor.js'
import { adviseStorage, isStorage } from './advise-storage.js'
import { checkSignUpHost } from './check-sign-up-host.js'
import { isExtensionOrigin } from './extension-origin.js'
import type { Logger, MetadataSource, PasskeysConfig, Secret } from './passkeys-config.js'
import { type ProviderList, providerListSchema, readProviderList } from './provider-list.js'
import { type RelyingParty, resolveRelyingParty } from './relying-party.js'

/** The validated configuration, with all defaults filled in. */
export interface Settings {
  readonly relyingParty: RelyingParty
  readonly environment: string
  /** The first secret seals; all secrets open. */
  readonly secrets: readonly [Uint8Array, ...Uint8Array[]]
  readonly decoySecret: Uint8Array
  readonly storage: PasskeyStorage
  readonly policy: PartialPolicy
  readonly maxCredentials: number
  readonly profile: ProfileRules
  readonly providers: ProviderList
  readonly appId: string | undefined
  /** The origins of the relying party and of browser extensions. */
  readonly ceremonyOrigins: readonly string[]
  /** The rules for statements that were requested. An absent one has the default of the verifier. */
  readonly statements: StatementSettings
  readonly metadata: ResolvedMetadataSource | undefined
  readonly secondOpinion: 'none' | 'registrations' | 'all'
  /** Signs receipts. */
  readonly receiptKey: { readonly id: string; readonly privateKey: Uint8Array } | undefined
  readonly host: Host
  readonly adminsMayEnroll: boolean
  readonly logger: Logger
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

export interface ResolvedMetadataSource extends Pick<MetadataSource, 'read'> {
  readonly roots: readonly TrustAnchor[]
}

const defaultProfile: ProfileRules = { email: 'required' }
const shortestSecret = 32
const mostCredentials = 100

const aCallback = z.custom((value) => typeof value === 'function', 'must be a function')
const aFunction = aCallback.optional()
const aWish = z.enum(['required', 'optional']).optional()
const aSecret = z.custom<Secret>(
  (value) => toBytes(value).length >= shortestSecret,
  `must hold at least ${shortestSecret} bytes; make one with: openssl rand -base64 32`,
)

/** One issue under the name `secret`, whichever of several secrets is wrong. */
function checkSecrets(value: unknown, context: z.RefinementCtx): void {
  const secrets = [value].flat()
  if (value === undefined || secrets.length === 0) {
    context.addIssue('is not set (undefined); make one with: openssl rand -base64 32')
  } else if (secrets.some((secret) => toBytes(secret).length < shortestSecret)) {
    context.addIssue(`must hold at least ${shortestSecret} bytes; make one with: openssl rand -base64 32`)
  }
}

function asArray(input: unknown): string {
  return typeof input === 'string' ? `must be an array; write ['${input}']` : 'must be an array of origins'
}

const aCertificate = z.custom<TrustAnchor>(
  (value) => (typeof value === 'string' || value instanceof Uint8Array) && isCertificateShaped(value),
  'must be a certificate, as PEM or DER',
)

const configSchema = z.strictObject({
  relyingParty: z.strictObject({
    id: z.string().optional(),
    name: z.string().trim().min(1),
    origins: z.array(z.string(), { error: ({ input }) => asArray(input) }).optional(),
  }),
  baseUrl: z.string().optional(),
  environment: z.string().min(1).max(100).optional(),
  secret: z.unknown().superRefine(checkSecrets),
  decoySecret: aSecret.optional(),
  storage: z.custom(isStorage, { error: ({ input }) => adviseStorage(input) }),
  policy: z.unknown().optional(),
  maxCredentials: z.int().min(1).max(mostCredentials).optional(),
  profile: z
    .strictObject({
      email: aWish,
      phone: aWish,
      username: aWish,
      displayName: aWish,
      attributes: z.custom(isStandardSchema, 'must be a schema, such as one of zod (Standard Schema)').optional(),
    })
    .refine(
      ({ email, phone, username }) => email || phone || username,
      'must name an identifier: email, phone or username',
    )
    .optional(),
  appId: z
    .string()
    .refine(isAppId, 'must be an https URL as it was given to the U2F API, such as https://example.com/app-id.json')
    .optional(),
  extensionOrigins: z
    .array(
      z
        .string()
        .refine(
          isExtensionOrigin,
          'must be exactly an origin such as chrome-extension://<32 letters> or moz-extension://<UUID>',
        ),
    )
    .optional(),
  attestationFormats: z.array(z.enum(certifiedFormats)).min(1).optional(),
  attestationAlgorithms: z
    .array(z.int().refine((number) => algorithms.has(number), 'must be a COSE number that can be verified'))
    .min(1)
    .optional(),
  tpmManufacturers: z
    .array(
      z.string().regex(/^id:[0-9A-F]{8}$/, 'must be id: and 8 hexadecimal digits in capitals, such as id:FFFFF1D0'),
    )
    .optional(),
  providers: providerListSchema.optional(),
  metadata: z
    .strictObject({
      read: aCallback,
      root: z.preprocess((value) => (Array.isArray(value) ? value : [value]), z.array(aCertificate).min(1)),
    })
    .optional(),
  secondOpinion: z.enum(['registrations', 'all']).optional(),
  receiptKeys: z
    .array(
      z.strictObject({
        id: z.string().min(1).max(100),
        privateKey: z.custom<string>(
          (value) => readEd25519Pem(value, 'private') !== undefined,
          'must be an Ed25519 private key as PEM; make one with: openssl genpkey -algorithm ed25519',
        ),
      }),
    )
    .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'must have different ids')
    .optional(),
  host: z
    .strictObject({
      findUser: aFunction,
      findUserById: aFunction,
      maySignIn: aFunction,
      otherSignInMethods: aFunction,
      secondFactors: aFunction,
      organizationsOf: aFunction,
      organizationsOfMany: aFunction,
      newUserId: aFunction,
      maySignUp: aFunction,
      createUser: aFunction,
      confirmUser: aFunction,
      discardUser: aFunction,
      describeConfirm: aFunction,
    })
    .optional(),
  adminsMayEnroll: z.boolean().optional(),
  logger: z
    .custom((value) => typeof value === 'object' && value !== null && 'warn' in value, 'must have warn(message)')
    .optional(),
  unsettledEventSeconds: z.union([z.int().min(86_400), z.literal('never')]).optional(),
  now: aFunction,
  randomBytes: aFunction,
})

/**
 * The settings that a configuration resolves to.
 *
 * @throws {TypeError} naming the field and what to write instead.
 */
export function resolveSettings<Transaction>(config: PasskeysConfig<Transaction>): Settings {
  const checked = configSchema.safeParse(config)
  if (!checked.success)
    throw new TypeError(`createPasskeys: ${fieldIssues(configSchema, checked.error).map(describeIssue).join('; ')}`)
  const [first, ...others] = [config.secret].flat().map(toBytes)
  if (!first) throw new TypeError('createPasskeys: secret is missing.')
  const maxCredentials = config.maxCredentials ?? mostCredentials
  const relyingParty = resolveRelyingParty(checked.data.relyingParty, config.baseUrl)
  checkAppIdDomain(checked.data.appId, relyingParty)
  const { appId, extensionOrigins = [], attestationFormats, attestationAlgorithms, tpmManufacturers } = checked.data
  return Object.freeze({
    relyingParty,
    appId,
    ceremonyOrigins: Object.freeze([...relyingParty.origins, ...extensionOrigins]),
    statements: Object.freeze({
      // A statement without certificates proves nothing, and `compound` consists of others.
      ...(attestationFormats ? { attestationFormats: ['none', 'compound', ...attestationFormats] } : {}),
      ...(attestationAlgorithms ? { attestationAlgorithms } : {}),
      ...(tpmManufacturers ? { tpmManufacturers } : {}),
    }),
    environment: config.environment ?? 'default',
    secrets: [first, ...others] as const,
    decoySecret: config.decoySecret === undefined ? (others.at(-1) ?? first) : toBytes(config.decoySecret),
    storage: config.storage,
    policy: policyInCode(config.policy ?? {}, { maxCredentials, metadata: config.metadata }),
    maxCredentials,
    profile: Object.freeze({ ...(config.profile ?? defaultProfile) }),
    providers: readProviderList(checked.data.providers ?? {}),
    metadata: config.metadata && { read: config.metadata.read, roots: [config.metadata.root].flat() },
    secondOpinion: checked.data.secondOpinion ?? 'none',
    receiptKey: signingKey(checked.data.receiptKeys),
    host: checkSignUpHost(config.host ?? {}, config),
    adminsMayEnroll: config.adminsMayEnroll ?? false,
    logger: config.logger ?? console,
    unsettledEventSeconds: config.unsettledEventSeconds ?? 90 * 86_400,
    now: config.now ?? Date.now,
    randomBytes: config.randomBytes ?? platform.randomBytes,
  })
}

function signingKey(keys: PasskeysConfig['receiptKeys']): Settings['receiptKey'] {
  const [first] = keys ?? []
  const privateKey = readEd25519Pem(first?.privateKey, 'private')
  return first && privateKey && { id: first.id, privateKey }
}

/** A copy, so that later changes to the developer's object do not change the policy. */
function policyInCode(policy: PartialPolicy, bounds: PolicyBounds): PartialPolicy {
  const checked = checkPolicy(policy, { layer: 'code', below: [] }, bounds)
  if ('policy' in checked) return structuredClone(checked.policy)
  const issues = checked.issues.map(({ path, message }) => ({
    path: path === '' ? 'policy' : `policy.${path}`,
    message,
  }))
  throw new TypeError(`createPasskeys: ${issues.map(describeIssue).join('; ')}`)
}

/** Browsers and authenticators hash the text unchanged, so any other spelling is another AppID. */
function isAppId(appId: string): boolean {
  return appId.startsWith('https://') && URL.canParse(appId)
}

/** Browsers refuse every sign-in that requests an AppID of another domain. All hosts of a domain share two labels. */
function checkAppIdDomain(appId: string | undefined, { id }: RelyingParty): void {
  if (appId === undefined || domainOf(new URL(appId).hostname) === domainOf(id)) return
  throw new TypeError(`createPasskeys: appId is '${appId}'; its host must be in the same domain as '${id}'.`)
}

function domainOf(host: string): string {
  return host.split('.').slice(-2).join('.')
}

function isStandardSchema(value: unknown): boolean {
  const isPossible = (typeof value === 'object' && value !== null) || typeof value === 'function'
  return isPossible && '~standard' in value
}

/** Empty if the value is not a secret, so that the issue is about its length. */
function toBytes(secret: unknown): Uint8Array {
  if (typeof secret === 'string') return new TextEncoder().encode(secret)
  return secret instanceof Uint8Array ? secret.slice() : new Uint8Array(0)
}
