/**
 * The folders whose code is mutated, of core and one of http; and the tests that check their mutants, in this order:
 * fast tests close to the code come first, and the first failure ends a run. Tests that try many cases of one rule
 * are left out, and so are those that need a server.
 */
export const mutatedFolders = {
  parse: [
    'webauthn/parse/',
    'webauthn/verify/envelope',
    'webauthn/verify/extension-outputs',
    'webauthn/verify/verify-assertion',
    'webauthn/verify/verify-registration',
    'api/sign-up/sign-up',
  ],
  verify: [
    'webauthn/verify/edwards-points',
    'webauthn/verify/signature-form',
    'webauthn/verify/verify-assertion',
    'webauthn/verify/verify-registration',
    'webauthn/verify/extension-outputs',
    'webauthn/verify/envelope',
    'webauthn/verify/key-arithmetic',
    'webauthn/verify/public-keys',
    'webauthn/verify/attestation-verdicts',
    'webauthn/verify/remembered-keys',
    'webauthn/vectors/w3c-examples',
  ],
  policy: ['policy/', 'api/policy/'],
  prompt: ['prompt/'],
  ceremony: ['ceremony/', 'api/sign-in/sign-in', 'api/enroll/enroll'],
  attestation: [
    'webauthn/attestation/statements',
    'webauthn/attestation/key-descriptions',
    'webauthn/attestation/paths',
    'webauthn/attestation/bounds',
    'webauthn/verify/attestation-verdicts',
    'api/enroll/trust',
    'api/enroll/metadata',
  ],
  formats: [
    'webauthn/attestation/statements',
    'webauthn/attestation/key-descriptions',
    'webauthn/verify/attestation-verdicts',
    'webauthn/attestation/paths',
  ],
  tpm: ['webauthn/attestation/statements', 'webauthn/verify/attestation-verdicts'],
  passkey: [
    'passkey/',
    'api/manage/manage',
    'api/manage/signals',
    'api/enroll/authenticators',
    'api/enroll/enroll',
    'api/sign-in/sign-in',
    'api/admin/users-passkeys',
    'api/enroll/admin-enroll',
    'api/import-export/import',
    'api/enroll/trust',
    'api/admin/scopes',
  ],
  session: [
    'session/',
    'api/manage/manage',
    'api/enroll/enroll',
    'api/enroll/strongest',
    'api/sign-up/organizations',
    'api/admin/scopes',
    'api/prompt/answer-prompt',
    'api/second-factor/',
    'config/wrong-configurations',
  ],
  registration: [
    'api/enroll/enroll',
    'api/enroll/admin-enroll',
    'api/enroll/authenticators',
    'api/enroll/refused-passkeys',
    'api/enroll/upgrade',
    'api/enroll/strongest',
    'api/sign-up/',
    'api/otp/',
    'api/recovery/',
    'api/invitations/',
    'api/admin/scopes',
  ],
  enroll: [
    'api/enroll/enroll',
    'api/enroll/admin-enroll',
    'api/enroll/upgrade',
    'api/enroll/strongest',
    'api/enroll/refused-passkeys',
    'assurance/unproven-passkeys',
    'api/recovery/',
    'api/invitations/',
    'api/otp/',
    'api/admin/scopes',
  ],
  'sign-in': [
    'api/sign-in/sign-in',
    'api/sign-in/strangers',
    'api/policy/policy-in-ceremonies',
    'passkey/can-sign-in',
    'api/sign-in/enumeration',
    'api/sign-in/refusal-counts',
    'api/sign-in/replays',
    'api/sign-in/equal-effort',
    'api/admin/scopes',
  ],
  'sign-up': ['api/sign-up/'],
  manage: ['api/manage/manage', 'api/manage/signals', 'assurance/unproven-passkeys', 'passkey/', 'api/admin/scopes'],
  admin: ['api/admin/', 'api/events/deliver', 'api/enroll/metadata', 'session/cooldown'],
  accounts: ['api/accounts/', 'api/admin/scopes'],
  http: ['http/'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type MutatedFolder = keyof typeof mutatedFolders

/** Their names, in the order of the report. */
export const folderNames = Object.keys(mutatedFolders) as readonly MutatedFolder[]

/**
 * Folders that can be run and that no figure is demanded of yet. Take one out with its first figures.
 */
export const notMeasuredYet: ReadonlySet<string> = new Set<MutatedFolder>([
  'attestation',
  'registration',
  'admin',
  'http',
])

/** The places that are not `core/src/` and the name. */
const places: Readonly<Partial<Record<string, string>>> = {
  parse: 'core/src/webauthn/parse',
  verify: 'core/src/webauthn/verify',
  attestation: 'core/src/webauthn/attestation',
  formats: 'core/src/webauthn/attestation/formats',
  tpm: 'core/src/webauthn/attestation/tpm',
  enroll: 'core/src/api/enroll',
  'sign-in': 'core/src/api/sign-in',
  'sign-up': 'core/src/api/sign-up',
  manage: 'core/src/api/manage',
  admin: 'core/src/api/admin',
  accounts: 'core/src/api/accounts',
  http: 'http/src',
}

/** Its place below `packages/`. */
export function placeOf(folder: string): string {
  return places[folder] ?? `core/src/${folder}`
}

/** The test files of a judge, below `packages/`: those of core, unless it names another package. */
export function testsOf(judge: string): string {
  const path = judge.startsWith('http/') ? judge.replace('http/', 'http/test/') : `core/test/${judge}`
  return `${path}${path.endsWith('/') ? '*' : ''}.test.ts`
}

/** The one of this name. */
export function folderOf(name: string): MutatedFolder {
  const folder = folderNames.find((it) => it === name)
  if (!folder) throw new TypeError(`There is no folder ${name} to mutate: ${folderNames.join(', ')}.`)
  return folder
}

/** The percentage of changes in a folder that tests must notice. */
export const leastScore = 90
