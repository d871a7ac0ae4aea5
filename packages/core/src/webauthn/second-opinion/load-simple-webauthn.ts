export type SimpleWebAuthn = typeof import('@simplewebauthn/server')

/**
 * The other library, loaded at its first use: it takes longer to load than all of Latchkey.
 *
 * @throws {TypeError} if it is not installed.
 */
export async function loadSimpleWebAuthn(): Promise<SimpleWebAuthn> {
  try {
    return await import('@simplewebauthn/server')
  } catch (cause) {
    throw new TypeError('A second opinion needs @simplewebauthn/server: npm install @simplewebauthn/server', { cause })
  }
}
