import { memoryStorage } from '@latchkey/memory'
import { redisRates } from '@latchkey/redis'
import { storageConformance } from '@latchkey/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runDocumented } from '../../../../test-support/documented-refusals.js'
import { clientKinds, type OpenClient } from './clients.js'
import { hasRedis, type RedisServer, startRedis } from './start-redis.js'

/** All but what deletes or counts what a sweep would delete: in Redis, rates expire by themselves. */
const cases = storageConformance.filter(({ name }) => !/^(sweep|inspection\.sweepable):/.test(name))

describe.runIf(hasRedis)('a storage with its rates in Redis fulfills the storage contract', () => {
  describe.each(clientKinds)('with $name', ({ server: kind, open }) => {
    let server: RedisServer
    let opened: OpenClient
    let storages = 0

    beforeAll(async () => {
      server = await startRedis(kind)
      opened = await open(server.port)
    })

    afterAll(async () => {
      opened.close()
      await server.remove()
    })

    const makeStorage = () => {
      storages += 1
      return { ...memoryStorage(), rates: redisRates(opened.client, { prefix: `${storages}:` }) }
    }
    for (const { name, run } of cases) test(name, () => runDocumented(run, makeStorage))
  })
})

test('the cases that are run hold every rule about rates but those of sweep', () => {
  expect(cases.filter(({ name }) => name.startsWith('rates.'))).toHaveLength(
    storageConformance.filter(({ name }) => name.startsWith('rates.')).length,
  )
  expect(cases.filter(({ name }) => name.startsWith('rates.')).length).toBeGreaterThan(0)
})
