/**
 * `npm run bench:worst-case`: the most that one request can cost, against an ES256 sign-in through the handler on SQLite;
 * writes the measured part of docs/security.md, and fails where a request costs more than 20 times as much. `--short`
 * measures a little of everything and writes nothing.
 */

import { parseArgs } from 'node:util'
import { createAttestationAuthority, createAuthenticator } from '@latchkey/testing'
import { writeMeasured } from '../../scripts/docs/write-measured.js'
import { sqlite } from '../../test-support/databases/sqlite.js'
import { percentile } from '../report/percentile.js'
import { printNumber, printTable } from '../report/table.js'
import {
  attesting,
  enrolled,
  enrollFinish,
  fiftySelf,
  forge,
  largeBodies,
  largeStatements,
  type PrepareRequest,
  signInFinish,
  withLargeClientData,
  withLargeObject,
} from './requests.js'
import { authority, origin, serveApp } from './served-app.js'

const most = 20
const { values } = parseArgs({ options: { short: { type: 'boolean' } } })
const rounds = values.short ? 5 : 41

const running = await sqlite.start()
const database = sqlite.open(await running.create('worst-case', 'synced'))
await database.storage.schema?.migrate()
const app = serveApp(database.storage)
const namesakes = [createAttestationAuthority({ algorithm: -35 }), createAttestationAuthority({ algorithm: -35 })]
const roots = [authority, ...namesakes].map(({ rootPem }) => rootPem)
const strict = serveApp(database.storage, { attestation: 'direct', trust: { require: false, roots } })

const usual = await enrolled(app, -7)
const slow = { ES512: -36, ES256K: -47, Ed448: -53, 'ML-DSA-87': -50 } as const
const post = (path: string, body: unknown) => async () => () => app.post(path, JSON.stringify(body))

const requests: Record<string, PrepareRequest> = {
  'sign-in/begin with the longest identifier': post('/sign-in/begin', { identifier: 'x'.repeat(320) }),
  'sign-up/begin with the longest profile': post('/sign-up/begin', {
    profile: { username: '\u0905\u0928\u093e'.repeat(21), displayName: '\u0905'.repeat(100) },
  }),
}
for (const [name, body] of Object.entries(largeBodies)) {
  requests[`sign-in/begin, 250 kB: ${name}`] = async () => () => app.post('/sign-in/begin', body)
}
requests['sign-in/finish, an unknown passkey'] = async () => {
  const stranger = createAuthenticator({ origin, algorithms: [-7] })
  app.switchUser()
  await stranger.create(JSON.parse((await app.post('/enroll/begin', '{}')).text).options)
  return signInFinish(app, stranger)
}
requests['sign-in/finish, the largest client data'] = () => signInFinish(app, usual, withLargeClientData)
for (const [name, algorithm] of Object.entries(slow)) {
  const holder = await enrolled(app, algorithm)
  requests[`sign-in/finish, ${name}, forged`] = () => signInFinish(app, holder, forge)
  const self = () => createAuthenticator({ origin, algorithms: [algorithm], attestation: 'self' })
  requests[`enroll/finish, ${name}, self attestation`] = () => enrollFinish(app, self())
}
const vouching = () => createAuthenticator({ origin, algorithms: [-36], attestation: 'self' })
requests['enroll/finish, 50 self statements, unrequested'] = () => enrollFinish(app, vouching(), fiftySelf)
requests['enroll/finish, 50 self statements, requested'] = () => enrollFinish(strict, vouching(), fiftySelf)
requests['enroll/finish, 150 kB of certificates'] = () => enrollFinish(strict, vouching(), withLargeObject)
for (const kind of ['packed', 'tpm', 'compound'] as const) {
  requests[`enroll/finish, ${kind}, the largest chains`] = () => enrollFinish(strict, attesting(kind), largeStatements)
}

/** Processor time of one request in microseconds, the median of the rounds; what it needs is prepared outside. */
async function measure(prepare: PrepareRequest): Promise<number> {
  const taken: number[] = []
  for (let round = 0; round < rounds; round++) {
    const send = await prepare()
    const before = process.cpuUsage()
    await send()
    const { user, system } = process.cpuUsage(before)
    taken.push(user + system)
  }
  return percentile(taken, 0.5)
}

async function measureSignIn(): Promise<number> {
  const begin = await measure(async () => () => app.post('/sign-in/begin', '{}'))
  return begin + (await measure(() => signInFinish(app, usual)))
}

// Once for everything, so that nothing is measured that runs for the first time.
await measureSignIn()
for (const prepare of Object.values(requests)) await (await prepare())()

const signIn = await measureSignIn()
const rows: { readonly name: string; readonly time: number; readonly status: number }[] = []
for (const [name, prepare] of Object.entries(requests)) {
  const { status } = await (await prepare())()
  rows.push({ name, time: await measure(prepare), status })
}
await database.close()
await running.stop()

const measured = [
  `\`npm run bench:worst-case\` \u00b7 Node ${process.versions.node} \u00b7 OpenSSL ${process.versions.openssl} \u00b7 SQLite ${running.version}`,
  `A sign-in with ES256, begin and finish through the handler: ${printNumber(signIn)} \u00b5s of processor time. Each request below may cost ${most} times that.`,
  printTable({
    rows,
    columns: [
      { heading: 'request', cell: ({ name }) => name },
      { heading: 'answer', cell: ({ status }) => String(status) },
      { heading: '\u00b5s', cell: ({ time }) => printNumber(time) },
      { heading: '\u00d7 a sign-in', cell: ({ time }) => printNumber(time / signIn) },
    ],
  }),
].join('\n\n')
console.log(measured)
if (!values.short) {
  writeMeasured(new URL('../../docs/security.md', import.meta.url), { script: 'bench:worst-case', measured })
}
const over = rows.filter(({ time }) => time > most * signIn)
for (const { name } of over) console.error(`Costs more than ${most} sign-ins: ${name}`)
if (over.length > 0) process.exitCode = 1
