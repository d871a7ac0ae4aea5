import type { PasskeyRecord } from '@latchkey/storage'
import { type CredentialId, decodeBase64url, encodeBase64url } from '@latchkey/wire'
import { platform } from '#platform'
import { credentialAlgorithms } from '../algorithms.js'
import { type DecoyModel, type DecoyTable, pick } from './decoy-table.js'

/** What a policy knows of a passkey that does not exist. */
export interface VirtualFacts
  extends Pick<PasskeyRecord, 'status' | 'suspendedBy' | 'discoverable' | 'aaguid' | 'backupEligible'> {
  readonly attestation: Pick<PasskeyRecord['attestation'], 'trusted'>
}

/** The same, with what a list shows of it. */
export interface VirtualPasskey extends VirtualFacts, Pick<PasskeyRecord, 'id' | 'transports'> {}

/** What an identifier that no user has would have. The same each time, whatever the policy. */
export interface VirtualUser {
  readonly passkeys: readonly VirtualPasskey[]
  /**
   * The passkey that is listed where none of a user's, or of the virtual user's, is usable: so that no list is empty, and
   * lists of users and strangers change alike with the policy.
   */
  substitute(isUsable: (facts: VirtualFacts) => boolean): Promise<VirtualPasskey>
}

/** Makes lists for unknown users look like those of real users. */
export interface Decoys {
  /** Drawn from the identifier and the frozen table alone. */
  virtualUser(identifier: string): Promise<VirtualUser>
  /** Is it an id that we made up? Only the holder of the key can tell. */
  isDecoy(id: CredentialId): Promise<boolean>
  /** The algorithm of the key that a passkey of this id would have: for an id that no user has. */
  algorithmOf(id: CredentialId): Promise<number>
}

const markBytes = 8
const digestBytes = 32
const text = new TextEncoder()

export interface DecoyScope {
  readonly environment: string
  readonly rpId: string
}

export interface DecoyInput {
  /** Must never change: a decoy that changes shows what it is. */
  readonly key: Uint8Array
  readonly scope: DecoyScope
  /** The frozen table. */
  readonly table: () => Promise<DecoyTable>
}

export function createDecoys({ key, scope, table }: DecoyInput): Decoys {
  const keyFor = (use: 'user' | 'mark' | 'class') =>
    platform.hmacSha256(key, text.encode(JSON.stringify(['latchkey/v2 decoy', scope.environment, scope.rpId, use])))
  const keys = { user: keyFor('user'), mark: keyFor('mark'), class: keyFor('class') }
  const derive = async (use: keyof typeof keys, data: Uint8Array) => platform.hmacSha256(await keys[use], data)

  /** The last byte also holds the algorithm, for those who can derive the mark. */
  async function mark(stem: Uint8Array, algorithm: number): Promise<Uint8Array> {
    const bytes = (await derive('mark', stem)).slice(0, markBytes)
    bytes[markBytes - 1] = (bytes.at(-1) ?? 0) ^ credentialAlgorithms.indexOf(algorithm)
    return bytes
  }

  async function algorithmOfDecoy(id: CredentialId): Promise<number | undefined> {
    const bytes = decodeBase64url(id)
    if (!bytes || bytes.length <= markBytes) return undefined
    const own = bytes.subarray(-markBytes)
    const expected = (await derive('mark', bytes.subarray(0, -markBytes))).subarray(0, markBytes)
    const isMarked = platform.equal(own.subarray(0, -1), expected.subarray(0, -1))
    return isMarked ? credentialAlgorithms[(own.at(-1) ?? 0) ^ (expected.at(-1) ?? 0)] : undefined
  }

  /** @param name Tells the passkeys of one virtual user apart. */
  async function virtualPasskey(seed: Uint8Array, name: string, model: DecoyModel): Promise<VirtualPasskey> {
    const length = model.idBytes - markBytes
    const bytes = new Uint8Array(length + digestBytes)
    for (let at = 0; at < length; at += digestBytes) {
      const block = text.encode(JSON.stringify(['id', name, at / digestBytes]))
      bytes.set(await platform.hmacSha256(seed, block), at)
    }
    bytes.set(await mark(bytes.subarray(0, length), model.algorithm), length)
    const id = encodeBase64url(bytes.subarray(0, model.idBytes)) as CredentialId
    return { ...factsOf(model), id, transports: model.transports }
  }

  return {
    async virtualUser(typed) {
      const { counts, models } = await table()
      // Hosts usually ignore case. Decoys that depend on case would reveal which identifiers the host knows.
      const seed = await derive('user', text.encode(typed.toLowerCase()))
      const number = async (name: string) => toNumber(await platform.hmacSha256(seed, text.encode(name)))
      const draw = async (name: string, from: readonly DecoyModel[]) => {
        const drawn = pick(from, ({ weight }) => weight, await number(name)) ?? models[0]
        if (!drawn) throw new TypeError('The table of decoys is empty.')
        return virtualPasskey(seed, name, drawn)
      }
      const count = pick([...counts.keys()], (index) => counts[index] ?? 0, await number('count')) ?? 0
      const names = Array.from({ length: count + 1 }, (_, index) => `passkey ${index}`)
      return {
        passkeys: await Promise.all(names.map((name) => draw(name, models))),
        async substitute(isUsable) {
          const usable = models.filter((model) => isUsable(factsOf(model)))
          return draw('substitute', usable.length > 0 ? usable : models)
        },
      }
    },
    isDecoy: async (id) => (await algorithmOfDecoy(id)) !== undefined,
    async algorithmOf(id) {
      const { models } = await table()
      const random = toNumber(await derive('class', text.encode(id)))
      const drawn = pick(models, ({ weight }) => weight, random) ?? models[0]
      const algorithm = (await algorithmOfDecoy(id)) ?? drawn?.algorithm
      return algorithm ?? -7
    },
  }
}

function factsOf({ aaguid, trusted, backupEligible, discoverable }: DecoyModel): VirtualFacts {
  return {
    status: 'active',
    suspendedBy: [],
    aaguid,
    attestation: { trusted },
    ...(backupEligible === null ? {} : { backupEligible }),
    ...(discoverable === null ? {} : { discoverable }),
  }
}

function toNumber(digest: Uint8Array): number {
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0)
}
