/**
 * The folders of core whose code is mutated, those that read, judge and decide and touch nothing; and by which of core's
 * tests their mutants are judged, in this order: what is quick and close to the code comes first, and the first failure
 * ends a run. Left out is what tries many cases of what one shows, and what needs a server.
 */
export const mutatedFolders = {
  parse: [
    'parse/',
    'verify/envelope',
    'verify/extension-outputs',
    'verify/verify-assertion',
    'verify/verify-registration',
    'flows/sign-up',
  ],
  verify: [
    'verify/edwards-points',
    'verify/signature-form',
    'verify/verify-assertion',
    'verify/verify-registration',
    'verify/extension-outputs',
    'verify/envelope',
    'verify/key-arithmetic',
    'verify/public-keys',
    'verify/attestation-verdicts',
    'verify/remembered-keys',
    'vectors/w3c-examples',
  ],
  policy: ['policy/', 'admin/policies', 'flows/policy'],
  prompt: ['prompt/'],
  ceremony: ['ceremony/', 'flows/sign-in', 'flows/enroll'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export type MutatedFolder = keyof typeof mutatedFolders

/** Their names, in the order of the report. */
export const folderNames = Object.keys(mutatedFolders) as readonly MutatedFolder[]

/** The one of this name. */
export function folderOf(name: string): MutatedFolder {
  const folder = folderNames.find((it) => it === name)
  if (!folder) throw new TypeError(`There is no folder ${name} to mutate: ${folderNames.join(', ')}.`)
  return folder
}

/** Of a hundred changes to a folder, so many must be noticed. */
export const leastScore = 90
