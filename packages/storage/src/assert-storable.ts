/**
 * How many characters a text may have, by its path in the record; every other text may have 255. Characters are
 * Unicode code points, as in the VARCHAR of PostgreSQL and MySQL: an emoji counts once, and a family of emoji by members.
 */
const longest: Readonly<Record<string, number>> = {
  /**
   * A credential id of 1023 bytes as base64url. Ids of other things have 22 or 32 characters: an adapter need not
   * store one longer than 255, but must not cut it.
   */
  id: 1364,
  name: 100,
  /** `organization:` and an id of 255 characters. */
  scope: 268,
  suspendedBy: 268,
  /** A certificate of 16 KiB as base64url. */
  'attestation.chain': 21_846,
}

/** A text that is no longer than this is short enough for each of them. */
const shortest = Math.min(...Object.values(longest))

/** A public key of ML-DSA-87, the longest there is, has 2592 bytes, and COSE adds a few. */
const mostBytes = 4096

/** Stored as JSON, which escapes what a text column would change. */
const storedAsJson: ReadonlySet<string> = new Set(['data', 'policy', 'profile', 'transports'])

/** NUL, at which some drivers cut, and a surrogate without its partner, which becomes another character in UTF-8. */
const changedByDatabases = /[\0\p{Surrogate}]/u

/**
 * Holds for every text and all bytes in the record, and in the records inside it: a database stores them unchanged.
 * The same rule for every adapter, so that none stores what another would cut. Each verb calls it with everything it
 * receives, look-ups too, because a look-up that was cut would find another user's record.
 *
 * @throws {RangeError} that names the field, never its value.
 */
export function assertStorable(record: object): void {
  assertStorableFields(record, '')
}

function assertStorableFields(record: object, prefix: string): void {
  for (const [field, value] of Object.entries(record)) {
    const path = prefix + field
    if (storedAsJson.has(path)) continue
    if (typeof value === 'string') assertStorableText(path, value)
    else if (ArrayBuffer.isView(value)) assertStorableBytes(path, value)
    else if (typeof value === 'object' && value !== null) assertStorableFields(value, `${path}.`)
  }
}

function assertStorableText(path: string, text: string): void {
  if (changedByDatabases.test(text)) throw new RangeError(`${path} holds NUL or a lone surrogate.`)
  if (text.length <= shortest) return
  const most = longest[path.replace(/\.\d+$/, '')] ?? 255
  if (text.length > most && [...text].length > most) throw new RangeError(`${path} is longer than ${most} characters.`)
}

function assertStorableBytes(path: string, { byteLength }: ArrayBufferView): void {
  if (byteLength > mostBytes) throw new RangeError(`${path} is longer than ${mostBytes} bytes.`)
}
