import type { Random } from '../../test-support/random.js'
import { byteMutations } from './bytes.js'
import type { Json } from './fuzz-case.js'

export type ChangeJson = (response: Json, random: Random) => unknown

const anything: readonly unknown[] = [
  null,
  0,
  1,
  -1,
  '',
  'A',
  'AA',
  true,
  false,
  [],
  ['AAAA'],
  {},
  { length: 1 },
  'webauthn.get',
]
const inEnvelope = ['id', 'rawId', 'type', 'response', 'clientExtensionResults', 'authenticatorAttachment'] as const
const outputs: readonly unknown[] = [
  { credProps: null },
  { credProps: 'x' },
  { credProps: { rk: 'yes' } },
  { credProps: { rk: false } },
  { credProps: {} },
  { appid: true },
  { appid: 'x' },
  { prf: { enabled: true } },
  { unheardOf: 1 },
]
/** Invalid or non-canonical ways to write base64url. */
const spellings: readonly ((text: string, random: Random) => string)[] = [
  (text) => `${text}=`,
  (text) => `${text}==`,
  (text) => text.replaceAll('-', '+').replaceAll('_', '/'),
  (text) => ` ${text}`,
  (text) => `${text}\n`,
  (text) => `${text}A`,
  (text) => text.slice(0, -1),
  (text, random) => insert(text, random, random.pick(['.', '!', ' ', '\u0000', 'é', '=', '%41'])),
  (text, random) => text.slice(0, -1) + random.pick([...'AQgwBRhxDF_-09']),
]

/** Mutations of the JSON of a response, in either ceremony. */
export const envelopeMutations: Readonly<Record<string, ChangeJson>> = {
  'a member left out': (response, random) => leftOut(response, random.pick(inEnvelope)),
  'a member of something else': (response, random) => ({
    ...response,
    [random.pick(inEnvelope)]: random.pick(anything),
  }),
  'a part left out': (response, random) => ({
    ...response,
    response: leftOut(response.response, aMember(response, random)),
  }),
  'a part of something else': (response, random) =>
    withPart(response, aMember(response, random), random.pick(anything)),
  'a part spelt otherwise': (response, random) => changeText(response, random, random.pick(spellings)),
  'the id spelt otherwise': (response, random) => {
    const id = random.pick(spellings)(String(response.id), random)
    return { ...response, id, rawId: id }
  },
  'another id': (response) => ({ ...response, id: 'AAAAAAAAAAAAAAAAAAAAAA', rawId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  'another rawId': (response) => ({ ...response, rawId: 'AAAAAAAAAAAAAAAAAAAAAA' }),
  'another user handle': (response) => withPart(response, 'userHandle', 'AAAA'),
  'no user handle': (response, random) => withPart(response, 'userHandle', random.pick([null, ''])),
  'extension outputs': (response, random) => ({ ...response, clientExtensionResults: random.pick(outputs) }),
  'unknown members': (response) => ({ ...withPart(response, 'other', 1), other: { deep: [1] } }),
  'a part of the other ceremony': (response, random) =>
    withPart(
      response,
      random.pick(['signature', 'attestationObject', 'authenticatorData']),
      random.pick(['AAAA', 1, null]),
    ),
  'parts exchanged': exchanged,
  'bytes of a part changed': (response, random) => changeBytes(response, random),
  'something else altogether': (_, random) => random.pick(anything),
}

function leftOut(object: Readonly<Record<string, unknown>>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name))
}

function aMember(response: Json, random: Random): string {
  return random.pick(Object.keys(response.response))
}

function withPart(response: Json, name: string, value: unknown): Json {
  return { ...response, response: { ...response.response, [name]: value } }
}

const binary = ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']

function changeText(response: Json, random: Random, change: (text: string, random: Random) => string): Json {
  const name = random.pick(binary.filter((it) => typeof response.response[it] === 'string'))
  return withPart(response, name, change(String(response.response[name]), random))
}

function changeBytes(response: Json, random: Random): Json {
  const mutate = random.pick(Object.values(byteMutations))
  return changeText(response, random, (text) =>
    Buffer.from(mutate(Buffer.from(text, 'base64url'), random)).toString('base64url'),
  )
}

function exchanged(response: Json, random: Random): Json {
  const [one, other] = [aMember(response, random), aMember(response, random)]
  return withPart(withPart(response, one, response.response[other]), other, response.response[one])
}

function insert(text: string, random: Random, character: string): string {
  const at = random.below(text.length + 1)
  return text.slice(0, at) + character + text.slice(at)
}
