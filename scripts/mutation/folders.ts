/**
 * The folders of core whose code is mutated, those that read, judge and decide and touch nothing; and by which of core's
 * tests their mutants are judged, in this order: what is quick and close to the code comes first, and the first failure
 * ends a run. Left out is what tries many cases of what one shows, and what needs a server.
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
} as const satisfies Readonly<Record<string, readonly string[]>>

export type MutatedFolder = keyof typeof mutatedFolders

/** Their names, in the order of the report. */
export const folderNames = Object.keys(mutatedFolders) as readonly MutatedFolder[]

/** Its place in the sources of core. */
export function placeOf(folder: string): string {
  return folder === 'parse' || folder === 'verify' ? `webauthn/${folder}` : folder
}

/** The one of this name. */
export function folderOf(name: string): MutatedFolder {
  const folder = folderNames.find((it) => it === name)
  if (!folder) throw new TypeError(`There is no folder ${name} to mutate: ${folderNames.join(', ')}.`)
  return folder
}

/** Of a hundred changes to a folder, so many must be noticed. */
export const leastScore = 90
