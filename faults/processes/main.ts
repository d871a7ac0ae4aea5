/** A process of the app that works until it is killed. Its argument defines its role. */

import { setTimeout as pause } from 'node:timers/promises'
import { createRandom } from '../../test-support/random.js'
import { createApp } from '../app.js'
import { openJournal } from '../journal/open-journal.js'
import { journalPath } from '../journal/read-journals.js'
import { openDatabase } from '../open-database.js'
import { deliver } from './deliver.js'
import { takeStep } from './lane.js'
import type { ProcessOrders } from './process-orders.js'
import { unlessRefused } from './unless-refused.js'

const orders: ProcessOrders = JSON.parse(process.argv[2] ?? '')
const { role, address, name, journals, seed, userIds } = orders
const { storage } = openDatabase({ address, name })
const app = createApp(storage)
const journal = openJournal(journalPath(journals, name))

/** The lanes of one process share its connections and its ids of events. */
const lanes = ['a', 'b'] as const

/** Long enough for everything to be finished again after each kill. */
const longestPauseMs = 120

async function workFor(lane: string, laneSeed: number): Promise<never> {
  const random = createRandom(laneSeed)
  const people: [] = []
  for (;;) {
    await unlessRefused(() => takeStep({ name: lane, app, journal, random, userIds, people }))
    await pause(random.below(longestPauseMs))
  }
}

process.on('disconnect', () => process.exit())
process.send?.('ready')
if (role === 'deliverer') await deliver(storage, journal)
else await Promise.all(lanes.map((lane, index) => workFor(lane, seed + index)))
