import type { PasskeyErrorCode, SignalsJSON } from '@latchkey/wire'
import { PasskeyClientError } from './errors.js'

type Members = Readonly<Record<string, unknown>>

/**
 * The server's answer, after a look at the members that the client goes on with. It is the page's own server, so what
 * is caught here is another program answering in its place: a router's fallback page, a proxy.
 *
 * @throws {PasskeyClientError} `network` when a member is missing.
 */
export function parseAnswer<Answer>(answer: unknown, ...members: readonly (keyof Answer & string)[]): Answer {
  if (members.some((member) => membersOf(answer)[member] === undefined)) {
    throw new PasskeyClientError('network', { cause: answer })
  }
  return answer as Answer
}

/** The signals that came with an answer, also with the answer of the host or with a refusal. */
export function parseSignals(answer: unknown): SignalsJSON | undefined {
  const { signals } = membersOf(answer)
  return typeof membersOf(signals).rpId === 'string' ? (signals as SignalsJSON) : undefined
}

/**
 * The error that a problem JSON (RFC 9457) stands for: the server's own code, and its title as the message. What is
 * no problem of ours, a proxy's error page for one, is `network`.
 */
export function parseProblem(problem: unknown): PasskeyClientError {
  const { code, title } = membersOf(problem)
  if (typeof code !== 'string' || !/^[a-z_]+$/.test(code)) return new PasskeyClientError('network', { cause: problem })
  return new PasskeyClientError(code as PasskeyErrorCode, {
    cause: problem,
    message: typeof title === 'string' ? title : undefined,
  })
}

const membersOf = (value: unknown): Members => Object(value)
