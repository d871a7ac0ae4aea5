import type { AttestationObject, AttestationObjectLie } from '@latchkey/testing'
import type { Random } from '../../test-support/random.js'
import { byteMutations, randomBytes } from './bytes.js'
import { writeCbor } from './write-cbor.js'

export type ChangeAttestationObject = (honest: AttestationObject, random: Random) => AttestationObjectLie

const formats: readonly unknown[] = [
  'none',
  'packed',
  'None',
  'apple',
  'fido-u2f',
  'telepathy',
  '',
  'x'.repeat(40),
  1,
  null,
  new Uint8Array(),
]
const values: readonly unknown[] = [
  0,
  -7,
  -8,
  -257,
  -37,
  'x',
  '',
  null,
  true,
  1.5,
  [],
  new Map(),
  new Uint8Array(),
  Uint8Array.of(1, 2, 3),
]
const names = ['alg', 'sig', 'x5c', 'ecdaaKeyId', 'other', 'ver'] as const

/** Mutations of an attestation object after its statement was signed. */
export const attestationObjectMutations: Readonly<Record<string, ChangeAttestationObject>> = {
  'another format': (it, random) => ({ ...it, fmt: random.pick(formats) }),
  'another statement': (it, random) => ({ ...it, attStmt: random.pick(values) }),
  'a member of the statement': (it, random) => ({
    ...it,
    attStmt: new Map<unknown, unknown>([...membersOf(it), [random.pick(names), random.pick(values)]]),
  }),
  'bytes of the statement': (it, random) => {
    const change = (bytes: Uint8Array) => random.pick(Object.values(byteMutations))(bytes, random)
    const members = membersOf(it)
    const chosen = random.pick([...members.keys(), ''])
    return {
      ...it,
      attStmt: new Map([...members].map(([name, value]) => [name, name === chosen ? changed(value, change) : value])),
    }
  },
  'a member of the statement left out': (it, random) => {
    const left = random.pick([...membersOf(it).keys(), ''])
    return { ...it, attStmt: new Map([...membersOf(it)].filter(([name]) => name !== left)) }
  },
  'in odd CBOR': (it, random) => writeCbor(asMap(it), { odd: 15, random }),
  'members in another order': (it, random) =>
    new Map(random.below(2) ? [...asMap(it)].reverse() : [...rotated(asMap(it))]),
  'another member': (it, random) =>
    new Map<unknown, unknown>([...asMap(it), [random.pick(['other', 1, -1, 'epAtt']), random.pick(values)]]),
  'a member left out': (it, random) => {
    const left = random.pick(['fmt', 'attStmt', 'authData'])
    return new Map([...asMap(it)].filter(([name]) => name !== left))
  },
  'a member twice': (it, random) => twice(it, random),
  'something behind it': (it, random) =>
    Buffer.concat([writeCbor(asMap(it), { odd: 0, random }), randomBytes(random, 1)]),
  'deep nesting': (it, random) => new Map<unknown, unknown>([...asMap(it), ['other', nested(random.below(40))]]),
  'many members': (it, random) =>
    new Map<unknown, unknown>([
      ...asMap(it),
      ...Array.from({ length: random.below(100) }, (_, index) => [index, 0] as const),
    ]),
  'any bytes': (_, random) => randomBytes(random, random.below(100)),
}

/** The members of a statement; a compound one is a list and has none. */
function membersOf({ attStmt }: AttestationObject): ReadonlyMap<unknown, unknown> {
  return attStmt instanceof Map ? attStmt : new Map()
}

/** The bytes changed, or those of the first certificate. */
function changed(value: unknown, change: (bytes: Uint8Array) => Uint8Array): unknown {
  if (value instanceof Uint8Array) return change(value)
  return Array.isArray(value) ? value.map((item, at) => (at === 0 ? changed(item, change) : item)) : value
}

function asMap({ fmt, attStmt, authData }: AttestationObject): ReadonlyMap<string, unknown> {
  return new Map<string, unknown>([
    ['fmt', fmt],
    ['attStmt', attStmt],
    ['authData', authData],
  ])
}

function* rotated(map: ReadonlyMap<string, unknown>): Generator<readonly [string, unknown]> {
  const [first, ...others] = map
  yield* others
  if (first) yield first
}

/** A map with one member twice. JavaScript maps cannot hold it, so it is assembled by hand. */
function twice(it: AttestationObject, random: Random): Uint8Array {
  const style = { odd: 0, random }
  const map = asMap(it)
  const name = random.pick(['fmt', 'attStmt', 'authData'])
  const again = [writeCbor(name, style), writeCbor(random.pick([map.get(name), 'none']), style)]
  return Buffer.concat([Uint8Array.of(0xa4), writeCbor(map, style).subarray(1), ...again])
}

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : new Map([['x', value]])
  return value
}
