/**
 * Base64url with the platform's own codec, not with the one of the code under test: a shared codec would hide its
 * mistakes.
 */
export function toBase64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url')
}

/**
 * The bytes of a member of the options.
 *
 * @throws {DOMException} `EncodingError`, as `parseCreationOptionsFromJSON` does, for text that is not unpadded
 *   base64url.
 */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const bytes = Uint8Array.from(Buffer.from(text, 'base64url'))
  if (toBase64url(bytes) !== text) throw new DOMException('A member is not base64url.', 'EncodingError')
  return bytes
}
