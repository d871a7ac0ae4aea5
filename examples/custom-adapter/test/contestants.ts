/**
 * A process that takes part in races. The parent names an environment, a race and some of its contestants; this one
 * makes their calls, all at once, and reports the outcomes; a rejection is reported too, and no judge expects one.
 */

import { storageRaces } from '@latchkey/testing'
import { openStorage } from './temporary-storage.js'

export interface Order {
  readonly path: string
  readonly race: string
  readonly contestants: readonly number[]
}

async function contend({ path, race: name, contestants }: Order): Promise<readonly string[]> {
  const race = storageRaces.find((it) => it.name === name)
  if (race === undefined) throw new Error('There is no race of this name.')
  if (opened?.path !== path) {
    await opened?.close()
    opened = { path, ...openStorage(path) }
  }
  const { storage } = opened
  return Promise.all(contestants.map((contestant) => race.contend(storage, contestant).catch(String)))
}

let opened: ({ readonly path: string } & ReturnType<typeof openStorage>) | undefined

process.on('message', async (order: Order) => process.send?.(await contend(order)))
process.on('disconnect', () => process.exit())
process.send?.('ready')
