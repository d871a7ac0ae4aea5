import type { PasskeyHandlerOptions } from '@latchkey/http'
import { toNodeListener } from '@latchkey/http/node'
import express from 'express'
import { afterEach, describe, expect, test } from 'vitest'
import { createApp } from './app.js'
import { listen, type Served } from './listen.js'

const open: Served[] = []
afterEach(() => Promise.all(open.splice(0).map((it) => it.close())))

/** What `session` finds in a header, after a middleware of Express, of a request with these headers. */
async function seenBehind(
  middleware: (request: express.Request) => void,
  name: string,
  sent: Record<string, string> = {},
) {
  const seen: (string | null)[] = []
  const session: PasskeyHandlerOptions['session'] = ({ headers }) => {
    seen.push(headers.get(name))
    return null
  }
  const app = express().use((request, _response, next) => {
    middleware(request)
    next()
  })
  const served = await listen(app.use(toNodeListener(createApp({ session }).handle)))
  open.push(served)
  expect((await fetch(`${served.address}/passkeys/`, { headers: sent })).status).toBe(401)
  return seen
}

describe('`session` sees the headers as the app’s middleware left them', () => {
  const sent = { 'x-verified-user': 'mallory' }

  test('one that was deleted is not there', async () => {
    const remove = ({ headers }: express.Request) => delete headers['x-verified-user']
    expect(await seenBehind(remove, 'x-verified-user', sent)).toEqual([null])
  })

  test('one that was set to undefined is not there', async () => {
    const remove = ({ headers }: express.Request) => {
      headers['x-verified-user'] = undefined
    }
    expect(await seenBehind(remove, 'x-verified-user', sent)).toEqual([null])
  })

  test.each<[string, string, unknown, string]>([
    ['what was set replaces what was sent', 'x-verified-user', 'ada', 'ada'],
    ['also under a name in another case', 'X-Verified-User', 'ada', 'ada'],
    ['a number arrives as text', 'x-verified-user', 7, '7'],
    ['a list arrives whole', 'x-verified-user', ['ada', 'bob'], 'ada, bob'],
    ['letters beyond Latin-1 arrive as UTF-8', 'x-verified-user', 'Ł', '\u00c5\u0081'],
  ])('%s', async (_, name, value, expected) => {
    const set = ({ headers }: express.Request) => void Object.assign(headers, { [name]: value })
    expect(await seenBehind(set, 'x-verified-user', sent)).toEqual([expected])
  })

  test('several cookies stay several', async () => {
    const set = ({ headers }: express.Request) => void Object.assign(headers, { cookie: ['a=1', 'b=2'] })
    expect(await seenBehind(set, 'cookie')).toEqual(['a=1; b=2'])
  })
})
