import type { ClientData, ClientDataLie } from '@latchkey/testing'
import type { Random } from '../../test-support/random.js'

export type ChangeClientData = (honest: ClientData, random: Random) => ClientDataLie

const origins = [
  'http://app.example.com',
  'https://app.example.com:443',
  'https://app.example.com/',
  'https://app.example.com.',
  'https://APP.example.com',
  'https://example.com',
  'https://app.example.com.evil.example',
  'null',
  '',
]
const anything: readonly unknown[] = [null, 0, 1, true, false, '', 'x', [], ['https://app.example.com'], {}]
const names = ['type', 'challenge', 'origin', 'crossOrigin', 'topOrigin', 'tokenBinding', 'other', '__proto__']

/** Mutations of client data before it is signed. */
export const clientDataMutations: Readonly<Record<string, ChangeClientData>> = {
  'another type': (it, random) => ({
    ...it,
    type: random.pick(['webauthn.create', 'webauthn.get', 'payment.get', '']),
  }),
  'another challenge': (it, random) => ({
    ...it,
    challenge: random.pick([
      `${it.challenge}=`,
      it.challenge.slice(1),
      `${it.challenge}A`,
      '',
      it.challenge.toLowerCase(),
    ]),
  }),
  'another origin': (it, random) => ({ ...it, origin: random.pick(origins) }),
  'in a frame': (it) => ({ ...it, crossOrigin: true }),
  'with a top origin': (it, random) => ({
    ...it,
    crossOrigin: random.pick([true, false]),
    topOrigin: random.pick([...origins, it.origin]),
  }),
  'a name left out': (it, random) => without(it, random.pick(['type', 'challenge', 'origin', 'crossOrigin'])),
  'a name of something else': (it, random) => ({ ...it, [random.pick(names)]: random.pick(anything) }),
  'a token binding': (it, random) => ({
    ...it,
    tokenBinding: random.pick([
      { status: 'supported' },
      { status: 'not-supported' },
      { status: 'present', id: 'AA' },
      { status: 'x' },
      'x',
    ]),
  }),
  'a name twice': (it, random) => twice(it, random),
  'other white space': (it, random) => JSON.stringify(it, null, random.pick(['\t', '\r\n', '  '])),
  'names in another order': (it) => Object.fromEntries(Object.entries(it).reverse()),
  'a byte order mark': (it) => `\ufeff${JSON.stringify(it)}`,
  'characters escaped': (it) => escaped(JSON.stringify(it)),
  'unknown names': (it) => ({ ...it, other_keys_can_be_added_here: 'x', hashAlgorithm: 'SHA-256', constructor: 1 }),
  'bytes that are no UTF-8': (it, random) => notUtf8(it, random),
  'a lone surrogate': (it) => JSON.stringify({ ...it, other: '\ud800' }),
  'something behind it': (it, random) => JSON.stringify(it) + random.pick(['\u0000', ' ', '{}', '\n', ',']),
  'an array around it': (it) => JSON.stringify([it]),
  'deep nesting': (it, random) => nested(it, 1 + random.below(900)),
}

function without(honest: ClientData, name: string): object {
  return Object.fromEntries(Object.entries(honest).filter(([key]) => key !== name))
}

/** The same name once more, first or last, with the honest value or another. */
function twice(honest: ClientData, random: Random): string {
  const name = random.pick(['type', 'challenge', 'origin', 'crossOrigin', 'other'])
  const honestly = Object.entries(honest).find(([key]) => key === name)?.[1]
  const text = JSON.stringify({ other: 1, ...honest })
  const member = `${JSON.stringify(name)}:${JSON.stringify(random.pick([honestly ?? null, 'x', false]))}`
  return random.below(2) === 0 ? `{${member},${text.slice(1)}` : `${text.slice(0, -1)},${member}}`
}

function notUtf8(honest: ClientData, random: Random): Uint8Array {
  const bytes = Buffer.from(JSON.stringify({ ...honest, other: 'some text' }))
  const at = bytes.length - 2 - random.below(8)
  return Buffer.concat([
    bytes.subarray(0, at),
    Buffer.from([random.pick([0xff, 0xc0, 0xed, 0x80])]),
    bytes.subarray(at),
  ])
}

/** The same text: every other character of it as an escape. */
function escaped(json: string): string {
  return json.replace(/[a-z](?=[a-z]*")/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

function nested(honest: ClientData, levels: number): string {
  return `${JSON.stringify(honest).slice(0, -1)},"other":${'['.repeat(levels)}${']'.repeat(levels)}}`
}
