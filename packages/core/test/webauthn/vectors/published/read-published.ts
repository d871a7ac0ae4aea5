import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { PublishedCase, PublishedCredential, PublishedOptions, PublishedState } from './published-case.js'

/** Beside the project, not in it: the vectors belong to those who published them. */
const beside = join(import.meta.dirname, '../../../../../../../shared/vectors')

interface NegativeJSON {
  readonly id: string
  readonly kind: 'registration' | 'authentication'
  readonly rpId: string
  readonly expectedOrigin: string | readonly string[]
  /** Null where none was issued to this browser. */
  readonly expectedChallenge: string | null
  readonly options: PublishedOptions
  readonly response: unknown
  readonly credential?: PublishedCredential
  readonly state?: PublishedState
  readonly expected: { readonly verified: boolean; readonly errorCode?: string }
}

interface CapturedJSON {
  readonly id: string
  readonly rpId: string
  /** The AppID of a credential that was made with FIDO U2F; then it replaces `rpId` as well. */
  readonly appId?: string
  readonly origin: string
  readonly registration?: CeremonyJSON
  readonly authentication?: CeremonyJSON
  readonly credential?: {
    readonly publicKeyCose: string
    readonly storedSignCount: number
    readonly storedBackupEligible?: boolean
  }
  readonly options: PublishedOptions
  readonly expected: ExpectedJSON
}

type CeremonyJSON = Readonly<Record<string, unknown>> & {
  readonly challenge: string
  /** Null where the publisher did not write it down; nothing is signed over it. */
  readonly credentialId: string | null
}

interface ExpectedJSON {
  readonly verified: boolean
  readonly errorCode?: string
  readonly fmt?: string
  readonly alg: number
  readonly aaguid?: string
  readonly signCount: number
  readonly publicKeyCose?: string
  readonly anchor?: { readonly root: string | null }
  readonly flags: Readonly<Record<'uv' | 'be' | 'bs', boolean>>
}

interface CapturedFile {
  readonly registrations: readonly CapturedJSON[]
  readonly authentications: readonly CapturedJSON[]
}

/** Every published case, or undefined where the folder is not there. */
export function readPublished(folder: string = beside): readonly PublishedCase[] | undefined {
  if (!existsSync(folder)) return undefined
  const read = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const { negative, edge }: { negative: NegativeJSON[]; edge: NegativeJSON[] } = read('negative.json')
  const { roots }: { roots: { id: string; der: string }[] } = read('roots.json')
  const anchors = new Map(roots.map(({ id, der }) => [id, der]))
  const captured = ['real-devices.json', 'synced-passkeys.json'].flatMap((name) => {
    const { registrations, authentications }: CapturedFile = read(name)
    return [...registrations, ...authentications].map((it) => fromCaptured(it, anchors))
  })
  return [...[...negative, ...edge].map(fromNegative), ...captured]
}

function fromNegative(it: NegativeJSON): PublishedCase {
  const { id, rpId, response, credential, state, expected } = it
  const mediation = id === 'reg-edge-conditional-create' ? { mediation: 'conditional' as const } : {}
  return {
    id,
    rpId,
    origins: [it.expectedOrigin].flat(),
    challenge: it.expectedChallenge ?? state?.issuedChallenges?.[0]?.challenge ?? '',
    response,
    options: { ...it.options, ...mediation },
    ...(credential ? { credential } : {}),
    ...(state ? { state } : {}),
    outcome: expected.verified ? 'accepted' : (expected.errorCode ?? ''),
  }
}

function fromCaptured(it: CapturedJSON, anchors: ReadonlyMap<string, string>): PublishedCase {
  const ceremony = it.registration ?? it.authentication
  if (!ceremony) throw new TypeError(`${it.id} has no ceremony.`)
  const { challenge, credentialId, clientExtensionResults, ...response } = ceremony
  const anchor = anchors.get(it.expected.anchor?.root ?? '')
  const id = credentialId ?? 'AAAAAAAAAAAAAAAAAAAAAA'
  const outputs = it.appId === undefined ? clientExtensionResults : { appid: true }
  const envelope = { id, rawId: id, type: 'public-key', clientExtensionResults: outputs, response }
  const { credential, expected } = it
  return {
    id: it.id,
    rpId: it.appId === undefined ? it.rpId : new URL(it.origin).hostname,
    origins: [it.origin],
    challenge,
    response: envelope,
    options: {
      ...it.options,
      ...(anchor ? { trustAnchors: [anchor] } : {}),
      ...(it.appId === undefined ? {} : { appId: it.appId }),
    },
    ...(credential ? { credential: fromStored(id, credential) } : {}),
    outcome: expected.verified ? 'accepted' : (expected.errorCode ?? ''),
    says: it.registration ? saidByRegistration(expected) : saidByAuthentication(expected),
  }
}

function fromStored(id: string, stored: NonNullable<CapturedJSON['credential']>): PublishedCredential {
  const { publicKeyCose, storedSignCount: signCount, storedBackupEligible: backupEligible } = stored
  return { id, publicKeyCose, signCount, ...(backupEligible === undefined ? {} : { backupEligible }) }
}

function saidByRegistration(expected: ExpectedJSON): Readonly<Record<string, unknown>> {
  const { fmt: format, alg: algorithm, aaguid, publicKeyCose: publicKey } = expected
  return { format, algorithm, aaguid, publicKey, ...saidByAuthentication(expected) }
}

function saidByAuthentication({ signCount, flags }: ExpectedJSON): Readonly<Record<string, unknown>> {
  return { signCount, userVerified: flags.uv, backupEligible: flags.be, backedUp: flags.bs }
}
