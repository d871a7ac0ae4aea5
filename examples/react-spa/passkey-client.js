import { createPasskeyClient, parseProblem } from '@latchkey/browser'
import { call } from './app/call.js'

/** The API is on another origin. */
async function transport({ route, id = '', query, body, signal }) {
  const path = `/passkeys${route.path.replace(':id', encodeURIComponent(id))}`
  const { ok, content } = await call(route.method, path, { query, body, signal })
  if (!ok) throw parseProblem(content)
  return content
}

export const client = createPasskeyClient({ transport })
