/**
 * `npm run hops`: through how many files and functions of core the finish of a sign-in and of an enrollment runs, by V8's
 * coverage of one call. Loading a module does not count.
 */
import { Session } from 'node:inspector/promises'
import { memoryStorage } from '@latchkey/memory'
import { createAuthenticator } from '@latchkey/testing'
import { beginEnroll, beginSignIn, createApp, enroll, sessionOf } from '../../test-support/app.js'

const core = '/packages/core/src/'
const app = createApp(memoryStorage())
const person = await enroll(app, 'ada')
const authenticator = createAuthenticator({ origin: 'https://app.example.com', algorithms: [-7] })

/** Once before it is counted, so that what is loaded or remembered at first is there. */
await signIn()
const rows = [await count('signIn.finish', await signInFinish()), await count('enroll.finish', await enrollFinish())]
for (const { name, files, functions } of rows) console.log(`${name}: ${files} files, ${functions} functions`)

async function signIn() {
  const finish = await signInFinish()
  await finish()
}

async function signInFinish() {
  const input = await beginSignIn(app, person)
  return () => app.passkeys.signIn.finish(input)
}

async function enrollFinish() {
  const input = await beginEnroll(app, sessionOf(app, 'grace'), authenticator)
  return () => app.passkeys.enroll.finish(input)
}

async function count(name: string, call: () => Promise<unknown>) {
  const inspector = new Session()
  inspector.connect()
  await inspector.post('Profiler.enable')
  await inspector.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  await inspector.post('Profiler.takePreciseCoverage')
  await call()
  const { result } = await inspector.post('Profiler.takePreciseCoverage')
  inspector.disconnect()
  const visited = result
    .filter(({ url }) => url.includes(core))
    .map(({ functions }) =>
      functions.filter(({ functionName, ranges }) => functionName !== '' && (ranges[0]?.count ?? 0) > 0),
    )
    .filter((functions) => functions.length > 0)
  return { name, files: visited.length, functions: visited.flat().length }
}
