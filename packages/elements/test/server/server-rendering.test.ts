import { createPasskeyClient } from '@latchkey/browser'
import { definePasskeyElements } from '@latchkey/elements'
import { languages } from '@latchkey/elements/languages'
import { expect, test } from 'vitest'

test('a server can import the elements, and defining them there does nothing', () => {
  const calls: unknown[] = []
  const client = createPasskeyClient({ transport: async (request) => void calls.push(request) })
  definePasskeyElements({ client, languages })
  expect(calls).toEqual([])
  expect(globalThis).not.toHaveProperty('HTMLElement')
})
