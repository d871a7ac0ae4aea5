/**
 * What a page loads at once may not take more bytes than this, minified and compressed. 2,828 is what
 * `@simplewebauthn/browser` 14 takes for its two starts alone. The only place of these numbers.
 */
export const limits = [
  { name: 'createSignInClient', limit: 2_828 },
  { name: 'createPasskeyClient', limit: 5_500 },
]

/** The most that each further entry may take by itself, with everything that it loads. */
export const extras = [
  { name: 'reportOutcomes', from: '@latchkey/browser/outcomes', limit: 1_800 },
  { name: 'createPrfClient', from: '@latchkey/browser/prf', limit: 5_600 },
  { name: 'createLargeBlobClient', from: '@latchkey/browser/large-blob', limit: 5_450 },
  { name: 'definePasskeyElements', from: '@latchkey/elements', limit: 7_950 },
  { name: 'definePasskeySignIn', from: '@latchkey/elements', limit: 5_150 },
  { name: 'languages', from: '@latchkey/elements/languages', limit: 7_600 },
  { name: 'useAutofill, usePasskeys, usePrompt, useSignIn', from: '@latchkey/react', limit: 1_500 },
]

/**
 * Loaded later: autofill when a page starts it, the serializer before a passkey is created, the codes of failures with
 * the first failure, and the parser only where the browser has none.
 */
const later = ['./keep-offering.js', './serialize-credential.js', './explain-failure.js', './parse-options.js']

const ofClient = limits.map((it) => ({ ...it, from: '@latchkey/browser' }))

const fileOf = (from) =>
  from.replace(/^@latchkey\/(\w+)\/?(.*)$/, (_, folder, entry) => `packages/${folder}/dist/${entry || 'index'}.js`)

export default [...ofClient, ...extras].map(({ name, from, limit }) => ({
  name,
  path: fileOf(from),
  import: `{ ${name} }`,
  ignore: [...later, 'react'],
  gzip: true,
  limit: `${limit} B`,
  modifyEsbuildConfig: (config) => ({ ...config, format: 'esm', target: 'es2022' }),
}))
