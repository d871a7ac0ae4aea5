/**
 * A client's data about a ceremony, in the order in which browsers write it.
 *
 * @see https://www.w3.org/TR/webauthn-3/#dictionary-client-data
 */
export interface ClientData {
  readonly type: 'webauthn.create' | 'webauthn.get'
  readonly challenge: string
  readonly origin: string
  readonly crossOrigin: boolean
}

/** Client data that need not be true: an object becomes JSON, text and bytes are sent unchanged. */
export type ClientDataLie = object | string | Uint8Array

/** The bytes of `clientDataJSON`. */
export function encodeClientData(clientData: ClientDataLie): Uint8Array<ArrayBuffer> {
  if (clientData instanceof Uint8Array) return Uint8Array.from(clientData)
  return new TextEncoder().encode(typeof clientData === 'string' ? clientData : JSON.stringify(clientData))
}
