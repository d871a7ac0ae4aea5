import type { AuthenticationTamper, RegistrationTamper } from '@latchkey/testing'
import * as fc from 'fast-check'
import type { Random } from '../../test-support/random.js'
import { creationOptions, requestOptions, type Subject } from '../subjects/subject.js'
import { attestationObjectMutations } from './attestation-object.js'
import { attestedCredentialMutations, authenticatorDataMutations } from './authenticator-data.js'
import { clientDataMutations } from './client-data.js'
import { envelopeMutations } from './envelope.js'
import type { Ceremony, FuzzCase, Json } from './fuzz-case.js'
import { signatureMutations } from './signature.js'

/** Whether a mutation happens before the signature, which then covers it, or after. */
const moments = ['before signing', 'after signing'] as const

interface Picked<Tamper> {
  readonly name: string
  readonly tamper: Tamper
}

/** Up to three mutations of an honest ceremony; occasionally any JSON instead. */
export async function makeCase(subjects: readonly Subject[], random: Random): Promise<FuzzCase> {
  const subject = pickSubject(subjects, random)
  const ceremony = random.pick(['registration', 'authentication'] as const)
  if (random.below(40) === 0) return anyJson(subject, ceremony, random)
  const picked = Array.from({ length: random.pick([0, 1, 1, 1, 1, 1, 2, 2, 3]) }, () => pick(subject, ceremony, random))
  const tamper = Object.assign({}, ...picked.map((it) => it.tamper)) as RegistrationTamper & AuthenticationTamper
  const response = await (ceremony === 'registration'
    ? subject.registering.create(creationOptions(subject.algorithm), { tamper })
    : subject.signing.get(requestOptions, { tamper }))
  const mutations = picked.map(({ name }) => name)
  return { subject, ceremony, mutations, response: JSON.parse(JSON.stringify(response ?? null)) }
}

/** Slow subjects are picked an eighth as often. */
function pickSubject(subjects: readonly Subject[], random: Random): Subject {
  const subject = random.pick(subjects)
  const isLeftOut = isSlow(subject) && random.below(8) > 0
  return isLeftOut ? random.pick(subjects.filter((it) => !isSlow(it))) : subject
}

/** P-384, P-521, Ed448 and ML-DSA in plain JavaScript. */
const slowAlgorithms: ReadonlySet<number> = new Set([-35, -51, -36, -52, -53, -48, -49, -50])

/** Takes several times as long as the others: because of its arithmetic, or because there are certificates to read. */
function isSlow({ algorithm, certified }: Subject): boolean {
  return certified || slowAlgorithms.has(algorithm)
}

/** JSON of any shape, with or without the names that a response has. */
function anyJson(subject: Subject, ceremony: Ceremony, random: Random): FuzzCase {
  const seed = random.below(2 ** 31)
  const [response] = fc.sample(random.below(2) ? fc.jsonValue() : likeAResponse, { numRuns: 1, seed })
  return { subject, ceremony, mutations: ['any JSON'], response }
}

const text = fc.oneof(fc.base64String(), fc.string(), fc.constantFrom('public-key', 'AAAAAAAAAAAAAAAAAAAAAA'))
const likeAResponse = fc.record(
  {
    id: fc.constant('AAAAAAAAAAAAAAAAAAAAAA'),
    rawId: fc.constant('AAAAAAAAAAAAAAAAAAAAAA'),
    type: fc.constant('public-key'),
    clientExtensionResults: fc.jsonValue(),
    response: fc.dictionary(
      fc.constantFrom('clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'),
      fc.oneof(text, fc.jsonValue()),
    ),
  },
  { requiredKeys: ['id', 'rawId', 'type'] },
)

type Pick<Tamper> = (random: Random) => Picked<Tamper>

function pick(subject: Subject, ceremony: Ceremony, random: Random): Picked<object> {
  const isRegistration = ceremony === 'registration'
  const isSigned = !isRegistration || subject.attested
  const kinds: readonly Pick<object>[] = [
    inEnvelope,
    inEnvelope,
    inClientData,
    inAuthenticatorData,
    ...(isRegistration ? [inAttestedCredential, inAttestationObject] : []),
    ...(isSigned ? [inSignature] : []),
  ]
  return random.pick(kinds)(random)
}

function choose<Change>(table: Readonly<Record<string, Change>>, random: Random): readonly [string, Change] {
  return random.pick(Object.entries(table))
}

function inEnvelope(random: Random): Picked<object> {
  const [name, change] = choose(envelopeMutations, random)
  return { name: `envelope: ${name}`, tamper: { envelope: (honest: Json) => change(structuredClone(honest), random) } }
}

function inClientData(random: Random): Picked<object> {
  const [name, change] = choose(clientDataMutations, random)
  return atAMoment(`client data: ${name}`, random, { clientData: (honest: never) => change(honest, random) })
}

function inAuthenticatorData(random: Random): Picked<object> {
  const [name, change] = choose(authenticatorDataMutations, random)
  const lie = { authenticatorData: (honest: never) => change(honest, random) }
  return atAMoment(`authenticator data: ${name}`, random, lie)
}

function inAttestedCredential(random: Random): Picked<object> {
  const [name, change] = choose(attestedCredentialMutations, random)
  const lie = { authenticatorData: (honest: never) => change(honest, random) }
  return { name: `credential: ${name}`, tamper: lie }
}

function inAttestationObject(random: Random): Picked<object> {
  const [name, change] = choose(attestationObjectMutations, random)
  return { name: `attestation: ${name}`, tamper: { attestation: (honest: never) => change(honest, random) } }
}

function inSignature(random: Random): Picked<object> {
  const [name, change] = choose(signatureMutations, random)
  return { name: `signature: ${name}`, tamper: { signature: (honest: Uint8Array) => change(honest, random) } }
}

function atAMoment(name: string, random: Random, lie: object): Picked<object> {
  const moment = random.pick(moments)
  return { name: `${name}, ${moment}`, tamper: moment === 'before signing' ? lie : { afterSigning: lie } }
}
