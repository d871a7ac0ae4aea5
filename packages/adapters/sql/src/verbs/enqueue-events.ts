import { assertStorable, assertStorableLimit } from '@latchkey/storage'
import type { DeliveryWriting } from './deliveries.js'

interface Enqueuing {
  readonly rpId: string
  readonly limit: number
  readonly now: number
}

export async function enqueueEvents(writing: DeliveryWriting, { rpId, limit, now }: Enqueuing): Promise<number> {
  assertStorable({ rpId })
  assertStorableLimit(limit)
  const { database, endpoints, deliveries } = writing
  const values = { rp_id: rpId, limit, now }
  if (database.dialect.name === 'mysql') return enqueueOnMysql(writing, values)
  const lock = { ...endpoints.lock(values), must: 1 }
  const steps = deliveries.enqueueAtOnce
    ? [lock, deliveries.enqueueAtOnce(values)]
    : [deliveries.insert(values), deliveries.settle(values)]
  const results = await database.together(deliveries.enqueueAtOnce ? steps : inOneWriter(steps))
  return results?.at(-1)?.changes ?? 0
}

/** SQLite: the first of the two must deliver something. */
function inOneWriter<Given extends object>([insert, ...others]: readonly Given[]) {
  return insert === undefined ? [] : [{ ...insert, must: 1 }, ...others]
}

type EnqueueValues = { readonly rp_id: string; readonly limit: number; readonly now: number }

/** The ids are read, because its other statements would see other events. */
function enqueueOnMysql({ database, endpoints, deliveries }: DeliveryWriting, values: EnqueueValues): Promise<number> {
  return database.transact(async ({ run, read }) => {
    if ((await run(endpoints.lock(values))).changes === 0) return 0
    const ids = (await read<{ readonly id: string }>(deliveries.selectUnsettled(values))).map(({ id }) => id)
    if (ids.length === 0) return 0
    await run(deliveries.insert({ ...values, ids }))
    return (await run(deliveries.settle({ ...values, ids }))).changes
  })
}
