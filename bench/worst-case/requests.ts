import {
  type Authenticator,
  type AuthenticatorOptions,
  certificateExtensions,
  createAuthenticator,
  createSigningKey,
  type RegistrationTamper,
  type StatementTamper,
} from '@latchkey/testing'
import { type Answer, authority, origin, type ServedApp } from './served-app.js'

/** Sends one request to measure, a new one each time. */
export type SendRequest = () => Promise<Answer>

/** Prepares what a request needs outside of the time that is measured. */
export type PrepareRequest = () => Promise<SendRequest>

const mostBytes = 250 * 1024

/** A sign-in with a passkey of this algorithm, begun and with a response; finish sends the result of `change`. */
export async function signInFinish(
  app: ServedApp,
  authenticator: Authenticator,
  change: (answer: object) => object = (it) => it,
): Promise<SendRequest> {
  const begun = await app.post('/sign-in/begin', '{}')
  const { ceremony, options } = JSON.parse(begun.text)
  const response = change(await authenticator.get(options))
  const body = JSON.stringify({ ceremony, response })
  return () => app.post('/sign-in/finish', body, begun.cookie)
}

/** A passkey of the session's user, made with the algorithm. */
export async function enrolled(app: ServedApp, algorithm: number): Promise<Authenticator> {
  const authenticator = createAuthenticator({ origin, algorithms: [algorithm] })
  const answer = await (await enrollFinish(app, authenticator))()
  if (answer.status !== 201) throw new Error(`Enrolling with ${algorithm}: ${answer.text}`)
  return authenticator
}

/** A new passkey, made as the authenticator lies. */
export async function enrollFinish(
  app: ServedApp,
  authenticator: Authenticator,
  tamper: RegistrationTamper = {},
): Promise<SendRequest> {
  app.switchUser()
  const begun = await app.post('/enroll/begin', '{}')
  const { ceremony, options } = JSON.parse(begun.text)
  const response = await authenticator.create(options, { tamper })
  const body = JSON.stringify({ ceremony, response })
  return () => app.post('/enroll/finish', body, begun.cookie)
}

/** Flips a bit in the middle, so that the form stays right. */
export function forge(answer: object): object {
  const { response } = answer as { readonly response: { readonly signature: string } }
  const signature = Buffer.from(response.signature, 'base64url')
  signature[signature.length >> 1] = (signature[signature.length >> 1] ?? 0) ^ 1
  return { ...answer, response: { ...response, signature: signature.toString('base64url') } }
}

/** Client data as large as a body may be, with the text that costs most to read. */
export function withLargeClientData(answer: object): object {
  const { response } = answer as { readonly response: { readonly clientDataJSON: string } }
  const honest = Buffer.from(response.clientDataJSON, 'base64url').toString()
  const filled = `${honest.slice(0, -1)},"note":"${'\\"'.repeat(8_000)}"}`
  const clientDataJSON = Buffer.from(filled).toString('base64url')
  return { ...answer, response: { ...response, clientDataJSON } }
}

/** Bodies of the largest size that is read, by what fills them. */
export const largeBodies: Readonly<Record<string, string>> = {
  'one long text': JSON.stringify({ identifier: 'x'.repeat(mostBytes) }),
  'many members': `{${Array.from({ length: mostBytes / 10 }, (_, at) => `"${at}":0`).join()}}`,
  'a long list': `{"identifier":[${'0,'.repeat(mostBytes / 2)}0]}`,
  'many escapes': `{"identifier":"${'\\u00e9'.repeat(mostBytes / 6)}"}`,
  'lists in lists': `{"identifier":[${'[[[[[[[[[[]]]]]]]]]],'.repeat(mostBytes / 21)}0]}`,
}

/** An attestation object as large as a body may be, with small items that each cost a step. */
export const withLargeObject: RegistrationTamper = {
  attestation: (it) => ({
    ...it,
    fmt: 'packed',
    attStmt: new Map<string, unknown>([
      ['alg', -7],
      ['sig', new Uint8Array(70)],
      ['x5c', Array.from({ length: 60 }, () => new Uint8Array(2500))],
    ]),
  }),
}

/** Fifty statements, each of which vouches for itself. */
export const fiftySelf: RegistrationTamper = {
  attestation: (it) => {
    const self = new Map(Object.entries({ fmt: 'packed', attStmt: it.attStmt }))
    return { ...it, fmt: 'compound', attStmt: Array.from({ length: 50 }, () => self) } as typeof it
  },
}

const filler = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `1.2.3.${at}`, critical: false, value: new Uint8Array(100) }))

const rootName = [['2.5.4.3', 'Test attestation root']] as const
const { subjectPublicKeyInfo } = await createSigningKey(-7)

/** Named like the roots that are trusted, and signed by one: every anchor of that name is tried. */
function largeRoot(count: number): Uint8Array {
  const extensions = [certificateExtensions.basicConstraints(true), ...filler(count)]
  const wanted = { subjectPublicKeyInfo, subject: rootName, extensions: [], direct: true }
  const [certificate] = authority.issue(wanted, { leaf: (it) => ({ ...it, extensions }) })
  return certificate ?? new Uint8Array()
}

const largeStatement: StatementTamper = {
  leaf: (it) => ({ ...it, extensions: [...it.extensions, ...filler(36)] }),
  intermediate: (it) => ({ ...it, extensions: [...it.extensions, ...filler(36)] }),
  chain: (it) => [...it, largeRoot(38)],
}

/** Certified statements with as many certificates, as large and as many-parted as are read. */
export const largeStatements: RegistrationTamper = { statement: largeStatement }

export function attesting(attestation: NonNullable<AuthenticatorOptions['attestation']>): Authenticator {
  return createAuthenticator({ origin, algorithms: [-7], attestation, authority, attestationAlgorithm: -35 })
}
