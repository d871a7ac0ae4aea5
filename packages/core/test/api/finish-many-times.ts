// A process of its own: finishes one ceremony many times at once, and prints what came of each.
import { readFileSync } from 'node:fs'
import { binding, createWorld } from '../world.js'
import { openSqlite } from './sqlite.js'

const [file = '', answerFile = '', times = '0', at = '0'] = process.argv.slice(2)
const storage = await openSqlite(file)
const world = createWorld({ storage, now: () => Number(at) })
const answer = JSON.parse(readFileSync(answerFile, 'utf8'))
process.stdin.once('data', async () => {
  const finish = () => world.passkeys.signIn.finish({ ...answer, binding })
  const results = await Promise.allSettled(Array.from({ length: Number(times) }, finish))
  console.log(JSON.stringify(results.map((it) => (it.status === 'fulfilled' ? 'success' : it.reason.code))))
  await storage.close()
  process.exit(0)
})
console.log('ready')
