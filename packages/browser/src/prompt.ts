import { type PromptJSON, routes } from '@latchkey/wire'
import { capabilities } from './capabilities.js'
import type { Connection } from './connection.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'

/** The verbs around the question whether the user wants a passkey. */
export function promptVerbs({ call }: Connection): Pick<PasskeyClient, 'prompt' | 'answerPrompt'> {
  return {
    async prompt() {
      const { webauthn, platformAuthenticator, conditionalCreate } = await capabilities()
      const query = {
        on: 'sign-in',
        webauthn: String(webauthn),
        platformAuthenticator: String(platformAuthenticator),
        conditionalCreate: String(conditionalCreate),
      }
      return parseAnswer<PromptJSON>(await call(routes.prompt, { query }), 'prompt')
    },
    async answerPrompt(answer) {
      return parseAnswer<PromptJSON>(await call(routes.answerPrompt, { body: { answer } }), 'prompt')
    },
  }
}
