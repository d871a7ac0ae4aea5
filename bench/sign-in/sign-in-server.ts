import type { Authenticator } from '@latchkey/testing'

export const rpId = 'example.com'
export const origin = 'https://app.example.com'

/** A server that users sign in to with passkeys, on a database of its own. */
export interface SignInServer {
  /** A user creates a passkey. */
  enroll(userId: string, authenticator: Authenticator): Promise<void>
  /** Begins a sign-in without a user name. */
  begin(): Promise<BegunSignIn>
}

/** The authenticator responds. Returns the other half of the sign-in. */
export type BegunSignIn = (authenticator: Authenticator) => Promise<FinishSignIn>

/** Resolves when the response is verified and the sign-in is stored; rejects if it is refused. */
export type FinishSignIn = () => Promise<unknown>

/** A call of a page, as the runtime passes it to a Fetch handler. The body was sent with its length. */
export function pageRequest(path: string, body: string, cookie: string): Request {
  return new Request(`${origin}${path}`, {
    method: 'POST',
    headers: {
      origin,
      cookie,
      'content-type': 'application/json',
      'content-length': `${Buffer.byteLength(body)}`,
      accept: '*/*',
      'user-agent':
        'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36',
    },
    body,
  })
}

/** The text of the body, and the cookies as a browser sends them back. */
export async function readAnswer(answer: Response): Promise<{ readonly text: string; readonly cookie: string }> {
  const text = await answer.text()
  if (!answer.ok) throw new Error(`The server answers ${answer.status}: ${text}`)
  const cookies = answer.headers.getSetCookie().map((line) => line.split(';', 1)[0])
  return { text, cookie: cookies.join('; ') }
}
