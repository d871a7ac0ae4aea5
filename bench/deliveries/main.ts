/**
 * `npm run bench:deliveries`: how many events per second reach a local endpoint from PostgreSQL; writes the part of
 * docs/scale.md that it has measured. `--short` measures a little and writes nothing.
 */

import { parseArgs } from 'node:util'
import { startOrSay } from '../../scripts/databases/start-or-say.js'
import { writeMeasured } from '../../scripts/docs/write-measured.js'
import { measureDeliveries } from './measure-deliveries.js'
import { printDeliveries } from './print-deliveries.js'

const { values } = parseArgs({ options: { short: { type: 'boolean' } } })
const extent = values.short ? { events: 400, users: 40, rounds: 1 } : { events: 20_000, users: 2000, rounds: 5 }

const found = await startOrSay(() => measureDeliveries({ ...extent, tell: (line) => console.error(line) }))
if (found) {
  const measured = printDeliveries(found)
  console.log(measured)
  for (const line of found.wrong) console.error(line)
  if (found.wrong.length > 0) process.exitCode = 1
  else if (!values.short)
    writeMeasured(new URL('../../docs/scale.md', import.meta.url), { script: 'bench:deliveries', measured })
}
