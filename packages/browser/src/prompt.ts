import { type PromptJSON, routes } from '@latchkey/wire'
import { capabilities } from './capabilities.js'
import type { Connection } from './connection.js'
import { parseAnswer } from './parse-answer.js'
import type { PasskeyClient } from './passkey-client.js'

/** The verbs for asking the user to create a passkey. */
export function promptVerbs({ call }: Connection): Pick<PasskeyClient, 'prompt' | 'promptShown' | 'answerPrompt'> {
  return {
    async prompt({ on = 'sign-in' } = {}) {
      const { conditionalGet: _, ...device } = await capabilities()
      // Makes texts of them, which the DOM types want to have already.
      const query = Object.fromEntries(new URLSearchParams({ on, ...device } as unknown as Record<string, string>))
      return parseAnswer<PromptJSON>(await call(routes.prompt, { query }), 'prompt')
    },
    async promptShown() {
      await call(routes.promptShown, { body: {} })
    },
    async answerPrompt(answer) {
      return parseAnswer<PromptJSON>(await call(routes.answerPrompt, { body: { answer } }), 'prompt')
    },
  }
}
