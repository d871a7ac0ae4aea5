import type { CreationOptionsJSON, RequestOptionsJSON } from '@latchkey/wire'
import { encodeBase64url } from '@latchkey/wire'
import type { Transport, TransportRequest } from '../src/index.js'

/** The credential that a page sent to a finish route. */
export interface SentCredential {
  readonly id: string
  readonly response: Readonly<Record<string, unknown>>
  readonly clientExtensionResults: Readonly<Record<string, unknown>>
}

/** A server that begins real ceremonies, believes every answer, and remembers what it was sent. */
export interface FakeServer {
  readonly transport: Transport
  readonly requests: TransportRequest[]
  /** The ceremonies that have begun. */
  readonly ceremonies: string[]
  /** Members that replace those of the options that begin answers with. */
  options: Readonly<Record<string, unknown>>
  /** What a path answers instead: a value, or an error that the call rejects with. */
  readonly answers: Map<string, unknown>
  /** The requests to one path, `METHOD /path`. */
  sentTo(address: string): readonly TransportRequest[]
  /** The credential in the latest request to one path. */
  credentialSentTo(address: string): SentCredential
}

/** The user handle of the one user that the server makes passkeys for. */
export const fakeUserId = randomText(16)

export function createFakeServer(): FakeServer {
  const requests: TransportRequest[] = []
  const sentTo = (address: string) => requests.filter((request) => addressOf(request) === address)
  const server: FakeServer = {
    requests,
    ceremonies: [],
    options: {},
    answers: new Map(),
    sentTo,
    credentialSentTo: (address) => sentTo(address).at(-1)?.body?.response as SentCredential,
    transport: async (request) => {
      requests.push(request)
      const address = addressOf(request)
      const answer = server.answers.has(address) ? server.answers.get(address) : usualAnswer(address, server)
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  return server
}

const addressOf = ({ route }: TransportRequest): string => `${route.method} ${route.path}`

function usualAnswer(address: string, server: FakeServer): unknown {
  const begin = (options: object) => {
    const ceremony = randomText(8)
    server.ceremonies.push(ceremony)
    return { ceremony, options: { ...options, ...server.options } }
  }
  switch (address) {
    case 'GET /config':
      return { rpId: 'localhost' }
    case 'POST /sign-in/begin':
      return begin(requestOptions())
    case 'POST /second-factor/begin':
    case 'POST /step-up/begin':
      return begin(requestOptions())
    case 'POST /confirm/begin':
      return { ...begin(requestOptions()), payload: { amount: 1 } }
    case 'POST /second-factor/finish':
    case 'POST /step-up/finish':
    case 'POST /confirm/finish':
      return { done: true }
    case 'POST /enroll/begin':
    case 'POST /otp/complete':
    case 'POST /invitations/redeem':
    case 'POST /recovery/redeem':
    case 'POST /sign-up/begin':
      return begin(creationOptions())
    case 'POST /otp/request':
      return { expiresAt: 600_000 }
    case 'POST /recovery/codes':
      return { codes: ['7K3D-9WQX-0ABC-5RTY-M'], createdAt: 0 }
    case 'POST /sign-in/finish':
      return { home: '/home' }
    case 'POST /sign-up/finish':
      return { home: '/welcome' }
    case 'POST /enroll/finish':
      return { passkey: { id: 'new', name: 'A passkey' }, signals: { rpId: 'localhost' } }
    default:
      throw new Error(`Nothing is served at ${address}.`)
  }
}

export function randomText(byteLength: number): string {
  return encodeBase64url(crypto.getRandomValues(new Uint8Array(byteLength)))
}

function requestOptions(): RequestOptionsJSON {
  return {
    challenge: randomText(32) as RequestOptionsJSON['challenge'],
    rpId: 'localhost',
    timeout: 10_000,
    allowCredentials: [],
    userVerification: 'required',
  }
}

function creationOptions(): CreationOptionsJSON {
  return {
    rp: { id: 'localhost', name: 'Test' },
    user: { id: fakeUserId as CreationOptionsJSON['user']['id'], name: 'ada@example.com', displayName: 'Ada' },
    challenge: randomText(32) as CreationOptionsJSON['challenge'],
    pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
    timeout: 10_000,
    excludeCredentials: [],
    authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    attestation: 'none',
    extensions: { credProps: true },
  }
}
