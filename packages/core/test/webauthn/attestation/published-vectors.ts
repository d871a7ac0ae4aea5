import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ExpectedRegistration, PasskeyError, verifyRegistration } from '@latchkey/core/webauthn'

/** Published vectors, where the folder is there: bad input with the code it must get, and what genuine devices made. */
const folder = join(import.meta.dirname, '../../../../../../shared/vectors')
export const areThere = existsSync(folder)
if (!areThere) console.warn('NOT RUN: the published vectors are not there.')

export interface PublishedVector {
  readonly id: string
  readonly response: unknown
  readonly expected: ExpectedRegistration
  /** Absent: it must be accepted. */
  readonly code?: string
  readonly format?: string
  /** COSE number of the credential's algorithm. */
  readonly algorithm?: number
}

interface Options {
  readonly verifyAt?: string | null
  readonly trustAnchors?: readonly string[]
  readonly requireTrustedAttestation?: boolean
  readonly requireUserVerification?: boolean
  readonly allowCrossOrigin?: boolean
  readonly expectedTopOrigins?: readonly string[]
  readonly supportedAlgorithms?: readonly number[]
  readonly supportedFormats?: readonly string[]
  readonly allowSha1Attestation?: boolean
  readonly tpmManufacturers?: readonly string[]
}

interface NegativeVector {
  readonly id: string
  readonly kind: string
  readonly rpId: string
  readonly expectedOrigin: string | string[]
  readonly expectedChallenge: string
  readonly options: Options
  readonly response: unknown
  readonly expected: { readonly errorCode?: string }
}

interface DeviceVector {
  readonly id: string
  readonly rpId: string
  readonly origin: string
  readonly registration: { challenge: string; credentialId: string; clientDataJSON: string; attestationObject: string }
  readonly options?: Options
  readonly expected: { verified: boolean; errorCode?: string; fmt: string; alg: number }
}

/** The day for which the vectors without a time were made. */
const madeOn = Date.UTC(2026, 10, 21)
const bytes = (base64url: string) => new Uint8Array(Buffer.from(base64url, 'base64url'))
const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))

function expectedOf(options: Options): Omit<ExpectedRegistration, 'challenge' | 'origins' | 'rpId'> {
  const { trustAnchors, supportedFormats: formats, allowSha1Attestation } = options
  return {
    attestation: 'direct',
    userVerification: options.requireUserVerification === true ? 'required' : 'preferred',
    crossOrigin: options.allowCrossOrigin === true,
    topOrigins: options.expectedTopOrigins ?? [],
    algorithms: options.supportedAlgorithms ?? [-7, -8, -257, -35, -36, -53],
    attestationFormats: formats ?? [
      ...['none', 'packed', 'tpm', 'android-key', 'android-safetynet', 'fido-u2f', 'apple', 'compound'],
    ],
    tpmManufacturers: [...(options.tpmManufacturers ?? []), 'id:FFFFF1D0'],
    now: options.verifyAt ? Date.parse(options.verifyAt) : madeOn,
    ...(trustAnchors ? { trustAnchors: trustAnchors.map(bytes) } : {}),
    ...(options.requireTrustedAttestation ? { trust: 'required' as const } : {}),
    ...(allowSha1Attestation === false ? { attestationAlgorithms: [-7, -257] } : {}),
  }
}

/** Registrations that are broken, and those that only look so. */
export function negativeVectors(): readonly PublishedVector[] {
  if (!areThere) return []
  const { negative, edge }: Record<string, NegativeVector[]> = read('negative.json')
  return [...(negative ?? []), ...(edge ?? [])]
    .filter(({ kind }) => kind === 'registration')
    .map(({ id, response, rpId, expectedOrigin, expectedChallenge, options, expected }) => ({
      id,
      response,
      expected: { ...expectedOf(options), rpId, origins: [expectedOrigin].flat(), challenge: expectedChallenge },
      ...(expected.errorCode ? { code: expected.errorCode } : {}),
    }))
}

function toVector({ id, rpId, origin, registration, options, expected }: DeviceVector, trustAnchors?: Uint8Array[]) {
  const { challenge, credentialId, clientDataJSON, attestationObject } = registration
  const response = { clientDataJSON, attestationObject }
  return {
    id,
    format: expected.fmt,
    algorithm: expected.alg,
    response: { id: credentialId, rawId: credentialId, type: 'public-key', response, clientExtensionResults: {} },
    expected: {
      ...expectedOf(options ?? {}),
      rpId,
      origins: [origin],
      challenge,
      ...(trustAnchors ? { trustAnchors } : {}),
    },
    ...(expected.verified ? {} : { code: expected.errorCode ?? 'android_key_invalid' }),
  }
}

/** What devices made, with a statement, at its time. */
export function deviceVectors(): readonly PublishedVector[] {
  if (!areThere) return []
  return ['real-devices.json', 'synced-passkeys.json']
    .flatMap((name): DeviceVector[] => read(name).registrations)
    .filter(({ expected }) => expected.fmt !== 'none')
    .map((vector) => toVector(vector))
}

/** The examples of the specification, with the root that it publishes. */
export function specificationVectors(): readonly PublishedVector[] {
  if (!areThere) return []
  const { vectors, variants, attestationCaCert } = read('w3c-l3.json')
  const named = [...vectors, ...variants].map((it: DeviceVector & { name: string }) => ({ ...it, id: it.name }))
  return named.map((vector) =>
    toVector(
      {
        ...vector,
        options: {
          tpmManufacturers: ['id:00000000'],
          allowCrossOrigin: true,
          expectedTopOrigins: ['https://example.com'],
        },
      },
      [bytes(attestationCaCert)],
    ),
  )
}

/** Certificates that issued those of the devices. */
export function deviceRoots(): readonly Uint8Array[] {
  return read('roots.json').roots.map(({ der }: { der: string }) => bytes(der))
}

/** `accepted`, or the code. */
export async function outcomeOf({ response, expected }: PublishedVector): Promise<string> {
  try {
    await verifyRegistration({ response, expected })
    return 'accepted'
  } catch (error) {
    if (error instanceof PasskeyError) return error.code
    throw error
  }
}
