import type { PasskeyClient, PasskeyClientErrorCode } from '@latchkey/browser'
import { findElement } from './find-element.js'
import { sayProblem } from './notice.js'
import { onPress } from './on-press.js'

/** What comes of an offer that nobody has taken up is not news. */
const silent: ReadonlySet<PasskeyClientErrorCode> = new Set<PasskeyClientErrorCode>([
  'aborted',
  'busy',
  'cancelled',
  'insecure_context',
  'network',
  'not_supported',
  'timed_out',
])

/** Signs in with a passkey: from the suggestions of the e-mail field, or by the button. */
export function runSignInPage(client: PasskeyClient): void {
  const button = findElement('#sign-in-with-passkey', HTMLButtonElement)
  const open = () => location.assign('/account')

  onPress(button, () => client.signIn().then(open), sayProblem)
  client.autofill({
    onSignedIn: open,
    onError: (error) => {
      if (!silent.has(error.code)) sayProblem(error)
    },
  })
}
