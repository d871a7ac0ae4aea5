/**
 * What a page loads at once may not take more bytes than this, minified and compressed. 2,828 is what
 * `@simplewebauthn/browser` 14 takes for its two starts alone. The only place of these numbers.
 */
export const limits = [
  { name: 'createSignInClient', limit: 2_828 },
  { name: 'createPasskeyClient', limit: 5_500 },
]

/**
 * Loaded later: autofill when a page starts it, the serializer before a passkey is created, the codes of failures with
 * the first failure, and the parser only where the browser has none.
 */
const later = ['./keep-offering.js', './serialize-credential.js', './explain-failure.js', './parse-options.js']

export default limits.map(({ name, limit }) => ({
  name,
  path: 'packages/browser/dist/index.js',
  import: `{ ${name} }`,
  ignore: later,
  gzip: true,
  limit: `${limit} B`,
  modifyEsbuildConfig: (config) => ({ ...config, format: 'esm', target: 'es2022' }),
}))
