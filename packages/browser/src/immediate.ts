import type { Connection } from './connection.js'
import { PasskeyClientError } from './errors.js'
import { getAssertion } from './get-assertion.js'
import { orUndefined } from './or-undefined.js'
import { pageQueue } from './page-queue.js'
import type { PasskeyClient } from './passkey-client.js'
import { findPlatform } from './platform.js'
import { signInSteps } from './sign-in.js'

/** The browser refuses more than two tries in five seconds. The times of the last ones belong to the page. */
const place = Symbol.for('@latchkey/browser immediate')
const tryWindow = 5_000
const mostTries = 2

interface Page {
  [place]?: readonly number[]
}

/** The verb that signs in with a passkey of this device, or fails before anything is shown. */
export function immediateVerbs<SignedIn>({ call }: Connection): Pick<PasskeyClient<SignedIn>, 'signInImmediately'> {
  return {
    async signInImmediately({ organizationId, signal } = {}) {
      const able = await orUndefined(() => findPlatform()?.getClientCapabilities?.())
      // Other browsers ignore `uiMode` and would show their dialog.
      if (!able?.immediateGet) throw new PasskeyClientError('not_supported')
      countTry(document as Page)
      const { begin, finish } = signInSteps<SignedIn>(call, { organizationId })
      const run = async (signal: AbortSignal) => {
        const begun = await begin(signal)
        // Such a browser wants no list of passkeys.
        const options = { ...begun.options, allowCredentials: [] }
        return finish(begun, await getAssertion({ options, uiMode: 'immediate', signal }), signal)
      }
      return pageQueue().modal({ signal, run, signsIn: true })
    },
  }
}

function countTry(page: Page): void {
  const recent = (page[place] ?? []).filter((time) => Date.now() - time < tryWindow)
  if (recent.length >= mostTries) throw new PasskeyClientError('busy')
  page[place] = [...recent, Date.now()]
}
