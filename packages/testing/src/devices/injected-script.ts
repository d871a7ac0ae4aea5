/** The functions of Node that the page calls. */
export const bindingName = '__latchkeyAuthenticator'

/**
 * What a page runs before its own scripts: its `navigator.credentials` asks the software authenticator. As text, because
 * no bundler may touch it.
 */
export const injectedScript = `(() => {
  const encode = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
  const decode = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (it) => it.charCodeAt(0)).buffer
  const bytesOf = (it) => ArrayBuffer.isView(it) ? new Uint8Array(it.buffer, it.byteOffset, it.byteLength) : new Uint8Array(it)
  const isBytes = (it) => it instanceof ArrayBuffer || ArrayBuffer.isView(it)
  const toJSON = (it) => {
    if (isBytes(it)) return encode(bytesOf(it))
    if (Array.isArray(it)) return it.map(toJSON)
    if (typeof it !== 'object' || it === null) return it
    return Object.fromEntries(Object.entries(it).map(([name, value]) => [name, toJSON(value)]))
  }
  const credential = (json) => {
    const { clientDataJSON, attestationObject, authenticatorData, signature, userHandle, transports, publicKey } = json.response
    const bytes = { clientDataJSON, attestationObject, authenticatorData, signature, userHandle, publicKey }
    const response = Object.fromEntries(Object.entries(bytes).map(([name, it]) => [name, it ? decode(it) : null]))
    return Object.defineProperties(Object.create(PublicKeyCredential.prototype), Object.getOwnPropertyDescriptors({
      id: json.id,
      rawId: decode(json.rawId),
      type: 'public-key',
      authenticatorAttachment: json.authenticatorAttachment ?? null,
      response: {
        ...response,
        getTransports: () => transports ?? [],
        getPublicKey: () => response.publicKey,
        getPublicKeyAlgorithm: () => json.response.publicKeyAlgorithm,
        getAuthenticatorData: () => response.authenticatorData,
      },
      getClientExtensionResults: () => json.clientExtensionResults,
      toJSON: () => json,
    }))
  }
  const ask = (ceremony) => async ({ publicKey, mediation, signal }) => {
    signal?.throwIfAborted()
    const aborted = new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
    const call = window.${bindingName}({ ceremony, options: toJSON(publicKey), mediation })
    const { response, error } = await Promise.race([call, aborted])
    if (response) return credential(response)
    // A user among whose suggestions there is no passkey chooses none.
    if (ceremony === 'get' && mediation === 'conditional') return aborted
    throw error.isDOM ? new DOMException(error.message, error.name) : new TypeError(error.message)
  }
  const { credentials } = navigator
  if (credentials) Object.assign(credentials, { create: ask('create'), get: ask('get') })
})()`
