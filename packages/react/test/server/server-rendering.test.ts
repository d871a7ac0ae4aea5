import { createPasskeyClient } from '@latchkey/browser'
import { useAutofill, usePasskeys, usePrompt, useSignIn } from '@latchkey/react'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'

test('a server renders all hooks, and calls nothing', () => {
  const calls: unknown[] = []
  const client = createPasskeyClient({
    transport: async (request) => {
      calls.push(request)
    },
  })
  function Page() {
    useAutofill(client, { onSignedIn: () => undefined })
    const { pending, error } = useSignIn(client, { onSignedIn: () => undefined })
    const { passkeys } = usePasskeys(client)
    const { prompt } = usePrompt(client)
    return JSON.stringify({ pending, error, passkeys, prompt })
  }
  expect(renderToString(createElement(Page))).toBe('{&quot;pending&quot;:false}')
  expect(calls).toEqual([])
})
