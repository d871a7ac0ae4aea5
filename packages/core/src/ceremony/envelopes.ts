import { decodeBase64url, encodeBase64url } from '@latchkey/wire'
import { LRUCache } from 'lru-cache'
import { platform } from '#platform'
import type { Settings } from '../config/settings.js'
import { PasskeyError } from '../errors.js'
import { sameText } from '../platform/constant-time.js'
import type { SealingKey } from '../platform/platform.js'
import {
  type Binding,
  type Ceremonies,
  digestBinding,
  isNative,
  type Purpose,
  purposes,
  unsafelyUnbound,
} from './ceremony.js'

/** Seals ceremonies for the browser to carry, and opens them again. */
export interface Envelopes {
  /** The ceremony as an opaque string. Without a secret it cannot be read, changed or forged. */
  seal<Kind extends Purpose>(purpose: Kind, ceremony: Ceremonies[Kind]): Promise<string>

  /**
   * The ceremony that was sealed for this purpose, context and browser, if it has not expired. Only the store knows
   * whether it was already spent.
   *
   * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`
   */
  open<Kind extends Purpose>(purpose: Kind, sealed: unknown, binding: Binding): Promise<Ceremonies[Kind]>

  /**
   * What a ceremony of any purpose is, for a report about it. Proves only that this server sealed it, at most 24 hours
   * ago: it may have expired, and any browser may have it.
   *
   * @throws {PasskeyError} `ceremony_invalid`, `ceremony_expired`
   */
  identify(sealed: unknown): Promise<IdentifiedCeremony>
}

/** What a report about a ceremony needs to know of it. */
export interface IdentifiedCeremony {
  readonly purpose: Purpose
  readonly id: string
  readonly organizationId: string | undefined
}

const formatVersion = 1
const keyIdBytes = 4
/** Version, key id and day: everything needed to find the key. Authenticated, not secret. */
const headerBytes = 1 + keyIdBytes + 4
const longest = 4096
const longestLifeMs = 600_000
const clockSkewMs = 60_000
const dayMs = 86_400_000

const text = new TextEncoder()
const plain = new TextDecoder()

export function createEnvelopes(settings: Settings): Envelopes {
  const { secrets, relyingParty, environment, now } = settings
  const keyIds = Promise.all(secrets.map(keyIdOf))
  const derived = new LRUCache<string, SealingKey>({ max: 64 })

  async function keyFor(secretIndex: number, purpose: Purpose, day: number): Promise<SealingKey | undefined> {
    const secret = secrets[secretIndex]
    const name = `${secretIndex} ${purpose} ${day}`
    const known = derived.get(name)
    if (known || !secret) return known
    const info = JSON.stringify(['latchkey/v1', environment, relyingParty.id, purpose, day])
    const key = await platform.deriveSealingKey(secret, info)
    derived.set(name, key)
    return key
  }

  /** The ceremony, or undefined for an envelope that was not sealed for this purpose and context. */
  async function decrypt<Kind extends Purpose>(
    purpose: Kind,
    { keyId, day, content, header }: Envelope,
  ): Promise<Ceremonies[Kind] | undefined> {
    const secretIndex = (await keyIds).findIndex((known) => platform.equal(known, keyId))
    const key = await keyFor(secretIndex, purpose, day)
    const plaintext = key && (await platform.open(key, content, header))
    return plaintext && (JSON.parse(plain.decode(plaintext)) as Ceremonies[Kind])
  }

  return {
    async seal(purpose, ceremony) {
      const day = Math.floor(ceremony.issuedAt / dayMs)
      const [keyId] = await keyIds
      const key = await keyFor(0, purpose, day)
      if (!keyId || !key) throw new TypeError('There is no secret to seal with.')
      const header = writeHeader(keyId, day)
      const sealed = encodeBase64url(
        concatenate(header, await platform.seal(key, text.encode(JSON.stringify(ceremony)), header)),
      )
      if (sealed.length > longest) throw new PasskeyError('too_large')
      return sealed
    },

    async open(purpose, sealed, binding) {
      const ceremony = await decrypt(purpose, readEnvelope(sealed))
      if (!ceremony) throw new PasskeyError('ceremony_invalid')
      checkTimes(ceremony, now())
      await checkBinding(ceremony, binding)
      return ceremony
    },

    async identify(sealed) {
      const envelope = readEnvelope(sealed)
      // The day is not authenticated yet: keys of other days are not derived for it.
      const today = Math.floor(now() / dayMs)
      if (envelope.day < today - 1) throw new PasskeyError('ceremony_expired')
      if (envelope.day > today + 1) throw new PasskeyError('ceremony_invalid')
      for (const purpose of purposes) {
        const ceremony = await decrypt(purpose, envelope)
        if (!ceremony) continue
        checkIssued(ceremony, now())
        if (ceremony.issuedAt + dayMs < now()) throw new PasskeyError('ceremony_expired')
        return { purpose, id: ceremony.id, organizationId: ceremony.organizationId }
      }
      throw new PasskeyError('ceremony_invalid')
    },
  }
}

/** Identifies one of several secrets. Reveals nothing about the secret. */
async function keyIdOf(secret: Uint8Array): Promise<Uint8Array> {
  const digest = await platform.hmacSha256(secret, text.encode('latchkey/v1 key id'))
  return digest.slice(0, keyIdBytes)
}

function writeHeader(keyId: Uint8Array, day: number): Uint8Array {
  const header = new Uint8Array(headerBytes)
  header[0] = formatVersion
  header.set(keyId, 1)
  new DataView(header.buffer).setUint32(1 + keyIdBytes, day)
  return header
}

interface Envelope {
  readonly header: Uint8Array
  readonly keyId: Uint8Array
  readonly day: number
  readonly content: Uint8Array
}

function readEnvelope(sealed: unknown): Envelope {
  const bytes = typeof sealed === 'string' && sealed.length <= longest ? decodeBase64url(sealed) : undefined
  if (!bytes || bytes.length <= headerBytes || bytes[0] !== formatVersion) throw new PasskeyError('ceremony_invalid')
  return {
    header: bytes.subarray(0, headerBytes),
    keyId: bytes.subarray(1, 1 + keyIdBytes),
    day: new DataView(bytes.buffer).getUint32(1 + keyIdBytes),
    content: bytes.subarray(headerBytes),
  }
}

interface Times {
  readonly issuedAt: number
  readonly expiresAt: number
}

/** A longer lifetime than allowed is invalid. */
function checkTimes({ issuedAt, expiresAt }: Times, now: number): void {
  checkIssued({ issuedAt }, now)
  if (expiresAt - issuedAt > longestLifeMs) throw new PasskeyError('ceremony_invalid')
  if (expiresAt <= now) throw new PasskeyError('ceremony_expired')
}

/** Another process may have sealed it, so clocks may differ by a minute. */
function checkIssued({ issuedAt }: Pick<Times, 'issuedAt'>, now: number): void {
  if (issuedAt > now + clockSkewMs) {
    const seconds = Math.round((issuedAt - now) / 1000)
    const cause = new Error(
      `The ceremony began ${seconds} seconds in the future: a clock of one of the servers is wrong.`,
    )
    throw new PasskeyError('ceremony_invalid', { cause })
  }
}

/** A missing binding means that the browser has no cookie: a foreign ceremony, not a developer's mistake. */
async function checkBinding(
  ceremony: { readonly binding: string; readonly channel?: 'native' },
  binding: Binding,
): Promise<void> {
  const secret = isNative(binding) ? binding.native : binding
  const isGiven = secret === unsafelyUnbound || (typeof secret === 'string' && secret !== '')
  if (!isGiven || isNative(binding) !== (ceremony.channel === 'native')) throw new PasskeyError('ceremony_invalid')
  if (!sameText(await digestBinding(binding), ceremony.binding)) throw new PasskeyError('ceremony_invalid')
}

function concatenate(left: Uint8Array, right: Uint8Array): Uint8Array {
  const both = new Uint8Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both
}
