/** A map of three members: `fmt: "none"`, `attStmt: {}`, and `authData` as bytes with a four-byte length. */
const beginning = [
  [0xa3],
  [0x63, ...ascii('fmt'), 0x64, ...ascii('none')],
  [0x67, ...ascii('attStmt'), 0xa0],
  [0x68, ...ascii('authData'), 0x5a],
].flat()

/**
 * An attestation object with the same credential and no statement about its origin: format `none`, around the same
 * authenticator data.
 */
export function bareAttestationObject(authenticatorData: Uint8Array): Uint8Array {
  const object = new Uint8Array(beginning.length + 4 + authenticatorData.length)
  object.set(beginning)
  new DataView(object.buffer).setUint32(beginning.length, authenticatorData.length)
  object.set(authenticatorData, beginning.length + 4)
  return object
}

function ascii(text: string): readonly number[] {
  return [...text].map((character) => character.charCodeAt(0))
}
