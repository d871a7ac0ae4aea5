/**
 * What a page loads at once may not take more bytes than this, minified and compressed. 2,828 is what
 * `@simplewebauthn/browser` 14 takes for its two starts alone. The only place of these numbers.
 */
export const limits = [
  { name: 'createSignInClient', limit: 2_828 },
  { name: 'createPasskeyClient', limit: 5_500 },
]

/** The most that each further entry may take by itself, with everything that it loads. */
export const extras = [{ name: 'reportOutcomes', entry: 'outcomes', limit: 1_800 }]

/**
 * Loaded later: autofill when a page starts it, the serializer before a passkey is created, the codes of failures with
 * the first failure, and the parser only where the browser has none.
 */
const later = ['./keep-offering.js', './serialize-credential.js', './explain-failure.js', './parse-options.js']

const ofClient = limits.map((it) => ({ ...it, entry: 'index' }))

export default [...ofClient, ...extras].map(({ name, entry, limit }) => ({
  name,
  path: `packages/browser/dist/${entry}.js`,
  import: `{ ${name} }`,
  ignore: later,
  gzip: true,
  limit: `${limit} B`,
  modifyEsbuildConfig: (config) => ({ ...config, format: 'esm', target: 'es2022' }),
}))
