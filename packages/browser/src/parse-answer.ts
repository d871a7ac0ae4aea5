import type { PasskeyErrorCode, SignalsJSON } from '@latchkey/wire'
import { PasskeyClientError } from './errors.js'

type Members = Readonly<Record<string, unknown>>

/**
 * The server's answer, after a check of the members that the client needs. The server is the page's own, so a missing
 * member means that another program has answered in its place: a router's fallback page, a proxy.
 *
 * @throws {PasskeyClientError} `network` when a member is missing.
 */
export function parseAnswer<Answer>(answer: unknown, ...members: readonly (keyof Answer & string)[]): Answer {
  if (members.some((member) => membersOf(answer)[member] === undefined)) {
    throw new PasskeyClientError('network', { cause: answer })
  }
  return answer as Answer
}

/** The signals in an answer, in your app's answer to a sign-in, or in a refusal. */
export function parseSignals(answer: unknown): SignalsJSON | undefined {
  const { signals } = membersOf(answer)
  return typeof membersOf(signals).rpId === 'string' ? (signals as SignalsJSON) : undefined
}

/**
 * The error for a problem JSON (RFC 9457): its code, and its title as the message. Anything else, for example a
 * proxy's error page, is `network`.
 */
export function parseProblem(problem: unknown): PasskeyClientError {
  const { code, title } = membersOf(problem)
  if (typeof code !== 'string' || !/^[a-z_]+$/.test(code)) return new PasskeyClientError('network', { cause: problem })
  return new PasskeyClientError(code as PasskeyErrorCode, {
    cause: problem,
    message: title ? `${title}` : undefined,
  })
}

const membersOf = (value: unknown): Members => Object(value)
