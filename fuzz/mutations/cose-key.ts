import type { CoseKey } from '@latchkey/testing'
import type { Random } from '../../test-support/random.js'
import { byteMutations, randomBytes } from './bytes.js'
import { writeCbor } from './write-cbor.js'

type Changed = ReadonlyMap<unknown, unknown> | Uint8Array

const labels = [1, 2, 3, 4, 5, -1, -2, -3, -4, -5, -6, 'alg'] as const
const values: readonly unknown[] = [
  0,
  1,
  2,
  3,
  6,
  7,
  -7,
  -8,
  -257,
  -35,
  -65535,
  'OKP',
  null,
  true,
  new Uint8Array(),
  2.5,
  [],
]

/** Mutations of a COSE key. */
export const coseKeyMutations: Readonly<Record<string, (honest: CoseKey, random: Random) => Changed>> = {
  'another value': (it, random) => new Map([...it, [random.pick([...it.keys()]), random.pick(values)]] as const),
  'another parameter': (it, random) => new Map<unknown, unknown>([...it, [random.pick(labels), random.pick(values)]]),
  'a private part': (it, random) => new Map<unknown, unknown>([...it, [-4, randomBytes(random, 32)]]),
  'a parameter left out': (it, random) => {
    const left = random.pick([...it.keys()])
    return new Map([...it].filter(([label]) => label !== left))
  },
  'changed bytes': (it, random) => {
    const binary = [...it].filter((entry): entry is [number, Uint8Array] => entry[1] instanceof Uint8Array)
    const [label, bytes] = random.pick(binary)
    return new Map<unknown, unknown>([...it, [label, random.pick(Object.values(byteMutations))(bytes, random)]])
  },
  'in another order': (it) => new Map([...it].reverse()),
  'in odd CBOR': (it, random) => writeCbor(it, { odd: 20, random }),
  'any bytes': (_, random) => randomBytes(random, random.below(80)),
}
