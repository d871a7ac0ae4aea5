import { Set as AsnSet, type BaseBlock, Constructed, Enumerated, fromBER, Integer, OctetString, Sequence } from 'asn1js'
import { PasskeyError } from '../../../errors.js'
import { readWithCode } from '../../parse/json-object.js'
import type { Certificate } from '../certificates/certificate.js'
import { isModestDer } from '../certificates/is-modest-der.js'

/**
 * What Android's key store reports about a key, as far as it is checked. There are many more tags, and each version
 * of Android adds some.
 *
 * @see https://source.android.com/docs/security/features/keystore/attestation#schema
 */
export interface KeyDescription {
  readonly challenge: Uint8Array
  /** What the key store vouches for. */
  readonly software: Authorizations
  /** What the hardware vouches for. */
  readonly hardware: Authorizations
}

export interface Authorizations {
  readonly purposes: readonly number[]
  /** Any app may use the key. */
  readonly allApplications: boolean
  readonly origin?: number
}

const keyDescription = '1.3.6.1.4.1.11129.2.1.17'
const tag = { purpose: 1, allApplications: 600, origin: 702 } as const

/**
 * The key description in a certificate.
 *
 * @throws {PasskeyError} `android_key_invalid`
 */
export function readKeyDescription({ extensions }: Certificate): KeyDescription {
  const value = extensions.get(keyDescription)?.value ?? new Uint8Array(0)
  return readWithCode('android_key_invalid', () => describe(value))
}

function describe(value: Uint8Array): KeyDescription {
  if (!isModestDer(value)) throw invalid()
  const { result } = fromBER(value.slice())
  if (!(result instanceof Sequence)) throw invalid()
  const [version, level, keymasterVersion, keymasterLevel, challenge, , software, hardware] = result.valueBlock.value
  const isDescribed =
    isInteger(version) &&
    level instanceof Enumerated &&
    isInteger(keymasterVersion) &&
    keymasterLevel instanceof Enumerated &&
    challenge instanceof OctetString
  if (!isDescribed) throw invalid()
  return {
    challenge: challenge.valueBlock.valueHexView,
    software: readAuthorizations(software),
    hardware: readAuthorizations(hardware),
  }
}

function readAuthorizations(list: BaseBlock | undefined): Authorizations {
  if (!(list instanceof Sequence)) throw invalid()
  const entries = list.valueBlock.value.map((entry) => [entry.idBlock.tagNumber, contentOf(entry)] as const)
  const byTag = new Map(entries)
  if (byTag.size !== entries.length) throw invalid()
  const origin = byTag.get(tag.origin)
  return {
    purposes: readPurposes(byTag.get(tag.purpose)),
    allApplications: byTag.has(tag.allApplications),
    ...(origin === undefined ? {} : { origin: readNumber(origin) }),
  }
}

/** Every entry is tagged explicitly: one value inside its tag. */
function contentOf(entry: BaseBlock): BaseBlock {
  const [content, ...others] = entry instanceof Constructed ? entry.valueBlock.value : []
  if (!content || others.length > 0) throw invalid()
  return content
}

function readPurposes(purposes: BaseBlock | undefined): readonly number[] {
  if (purposes === undefined) return []
  if (!(purposes instanceof AsnSet)) throw invalid()
  return purposes.valueBlock.value.map(readNumber)
}

/** The library does not decode longer numbers: it takes them for zero. */
const longestNumber = 3

function readNumber(value: BaseBlock): number {
  if (!isInteger(value) || value.valueBlock.valueHexView.length > longestNumber) throw invalid()
  return value.valueBlock.valueDec
}

/** For the library, an enumeration is an integer too. */
function isInteger(value: BaseBlock | undefined): value is Integer {
  return value instanceof Integer && !(value instanceof Enumerated)
}

function invalid(): PasskeyError {
  return new PasskeyError('android_key_invalid')
}
