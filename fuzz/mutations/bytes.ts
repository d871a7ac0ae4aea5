import type { Random } from '../../test-support/random.js'

export type ChangeBytes = (bytes: Uint8Array, random: Random) => Uint8Array

const interesting = [
  0, 1, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x1f, 0x20, 0x40, 0x60, 0x7f, 0x80, 0xa0, 0xbf, 0xc0, 0xf4, 0xfb, 0xff,
]

/** Mutations of bytes without knowledge of their meaning. */
export const byteMutations: Readonly<Record<string, ChangeBytes>> = {
  'a bit flipped': (bytes, random) => withByte(bytes, random, (byte) => byte ^ (1 << random.below(8))),
  'a byte replaced': (bytes, random) => withByte(bytes, random, () => random.below(256)),
  'a telling byte': (bytes, random) => withByte(bytes, random, () => random.pick(interesting)),
  'a byte one more or less': (bytes, random) => withByte(bytes, random, (byte) => byte + random.pick([1, -1])),
  'the end cut off': (bytes, random) => bytes.slice(0, random.below(bytes.length + 1)),
  'the beginning cut off': (bytes, random) => bytes.slice(random.below(bytes.length + 1)),
  'bytes at the end': (bytes, random) => Buffer.concat([bytes, randomBytes(random, 1 + random.below(8))]),
  'bytes in between': (bytes, random) => splice(bytes, random, { out: 0, put: 1 + random.below(4) }),
  'bytes left out': (bytes, random) => splice(bytes, random, { out: 1 + random.below(8), put: 0 }),
  'two bytes swapped': swapped,
  'a part twice': doubled,
}

export function randomBytes(random: Random, length: number): Uint8Array {
  return Uint8Array.from({ length }, () => random.below(256))
}

function withByte(bytes: Uint8Array, random: Random, change: (byte: number) => number): Uint8Array {
  const changed = Uint8Array.from(bytes)
  const at = random.below(Math.max(1, bytes.length))
  if (at < changed.length) changed[at] = change(changed[at] ?? 0)
  return changed
}

function splice(bytes: Uint8Array, random: Random, { out, put }: { readonly out: number; readonly put: number }) {
  const at = random.below(bytes.length + 1)
  return Buffer.concat([bytes.slice(0, at), randomBytes(random, put), bytes.slice(at + out)])
}

function swapped(bytes: Uint8Array, random: Random): Uint8Array {
  const changed = Uint8Array.from(bytes)
  const [one, other] = [random.below(bytes.length || 1), random.below(bytes.length || 1)]
  changed[one] = bytes[other] ?? 0
  changed[other] = bytes[one] ?? 0
  return changed
}

function doubled(bytes: Uint8Array, random: Random): Uint8Array {
  const from = random.below(bytes.length + 1)
  const to = from + random.below(bytes.length - from + 1)
  return Buffer.concat([bytes.slice(0, to), bytes.slice(from)])
}
