/**
 * A process of an app, on the database that its arguments name. It enrolls its own users, warms up, prepares one round
 * of sign-ins for each `answer`, and finishes them on `go`.
 */

import { createApp, enroll, type Person } from '../../../test-support/app.js'
import { databaseKinds } from '../../../test-support/databases/database-kinds.js'
import { type AnsweredSignIn, answerSignIns, measureSignIns } from './measure-sign-ins.js'

export type ChildOrder = 'answer' | { readonly inFlight: number }

const [name = '', address = '', people = ''] = process.argv.slice(2)
const kind = databaseKinds.find((it) => it.name === name)
if (!kind) throw new TypeError(`There is no database called ${name}.`)
const { storage } = kind.open(address)
const app = createApp(storage)
const enrolled: Person[] = []
for (let number = 0; number < Number(people); number++) {
  enrolled.push(await enroll(app, `${process.pid}-${number}`))
}
let answered: readonly AnsweredSignIn[] = await answerSignIns(app, enrolled)
await measureSignIns(app, answered, 1)

process.on('message', async (order: ChildOrder) => {
  if (order !== 'answer') return process.send?.(await measureSignIns(app, answered, order.inFlight))
  answered = await answerSignIns(app, enrolled)
  process.send?.('answered')
})
process.on('disconnect', () => process.exit())
process.send?.('ready')
