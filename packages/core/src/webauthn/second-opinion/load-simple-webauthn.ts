export type SimpleWebAuthn = typeof import('@simplewebauthn/server')

/**
 * The other library, loaded when it is first asked: it takes longer to load than everything of ours.
 *
 * @throws {TypeError} where it is not installed.
 */
export async function loadSimpleWebAuthn(): Promise<SimpleWebAuthn> {
  try {
    return await import('@simplewebauthn/server')
  } catch (cause) {
    throw new TypeError('A second opinion needs @simplewebauthn/server: npm install @simplewebauthn/server', { cause })
  }
}
