import type {
  AccountStore,
  CodeStore,
  DeliveryStore,
  EventStore,
  InspectionStore,
  PasskeyStorage,
  PasskeyStore,
  PolicyStore,
  RemovedEvents,
} from '@latchkey/storage'

interface Scoped {
  readonly rpId: string
}

/** The `rpId` of stored records, and the RP ID, for the records of one environment. */
interface Names {
  readonly key: (rpId: string) => string
  readonly stored: <Given extends Scoped>(record: Given) => Given
  readonly storedAll: <Given extends Scoped>(records: readonly Given[]) => readonly Given[]
  readonly found: <Given extends Scoped>(record: Given) => Given
  readonly foundAll: <Given extends Scoped>(records: readonly Given[]) => readonly Given[]
}

/** Where the keys of an environment begin: `default` has the RP IDs alone, as every earlier release. */
function prefixOf(environment: string): string {
  return environment === 'default' ? '' : `${environment}/`
}

/** The RP IDs among these keys that are of this environment. No RP ID has a slash. */
export function rpIdsOf(environment: string, keys: readonly string[]): readonly string[] {
  const prefix = prefixOf(environment)
  const own = keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length))
  return own.filter((rpId) => !rpId.includes('/'))
}

/**
 * The storage as one environment sees it: core names relying parties by their RP IDs, and the records have the
 * environment as well. So environments that share a database share no record.
 */
export function inEnvironment(storage: PasskeyStorage, environment: string): PasskeyStorage {
  const prefix = prefixOf(environment)
  const inspection = storage.inspection && inspectionIn(storage.inspection, environment)
  if (environment === 'default') return inspection ? { ...storage, inspection } : storage
  const withId = <Given extends Scoped>(record: Given, rpId: string): Given => ({ ...record, rpId })
  const names: Names = {
    key: (rpId) => prefix + rpId,
    stored: (record) => withId(record, prefix + record.rpId),
    storedAll: (records) => records.map(names.stored),
    // One of another environment stays as it is: it is refused, as anything that was not requested.
    found: (record) => (record.rpId.startsWith(prefix) ? withId(record, record.rpId.slice(prefix.length)) : record),
    foundAll: (records) => records.map(names.found),
  }
  return {
    ...storage,
    passkeys: passkeysIn(storage.passkeys, names),
    accounts: accountsIn(storage.accounts, names),
    policies: policiesIn(storage.policies, names),
    codes: codesIn(storage.codes, names),
    events: eventsIn(storage.events, names),
    rates: storage.rates,
    ...(storage.metadata ? { metadata: metadataIn(storage.metadata, names) } : {}),
    ...(storage.deliveries ? { deliveries: deliveriesIn(storage.deliveries, names) } : {}),
    ...(inspection ? { inspection } : {}),
    sweep: (now, limit, options) => storage.sweep(now, limit, options),
  }
}

function passkeysIn(passkeys: PasskeyStore, names: Names): PasskeyStore {
  const { key, stored, storedAll, found, foundAll } = names
  return {
    add: (passkey, together) => passkeys.add(stored(passkey), { ...together, events: storedAll(together.events) }),
    async find(rpId, id) {
      const pair = await passkeys.find(key(rpId), id)
      return pair && { passkey: found(pair.passkey), account: found(pair.account) }
    },
    findRemoved: (rpId, ids) => passkeys.findRemoved(key(rpId), ids),
    async listByUser(rpId, userId) {
      const { passkeys: records, account } = await passkeys.listByUser(key(rpId), userId)
      return { passkeys: foundAll(records), ...(account ? { account: found(account) } : {}) }
    },
    recordUse: (use) => passkeys.recordUse({ ...stored(use), events: storedAll(use.events) }),
    isSpent: (id) => passkeys.isSpent(id),
    rename: (target, name, events) => passkeys.rename(stored(target), name, storedAll(events)),
    setStatus: (target, change, events) => passkeys.setStatus(stored(target), change, storedAll(events)),
    remove: (target, together) => passkeys.remove(stored(target), { ...together, events: storedAll(together.events) }),
    async removeAll(target, tell) {
      const { removed, account } = await passkeys.removeAll(stored(target), telling(tell, names))
      return { removed: foundAll(removed), account: found(account) }
    },
    async page(query) {
      const page = await passkeys.page(stored(query))
      return { ...page, items: foundAll(page.items) }
    },
  }
}

function accountsIn(accounts: AccountStore, names: Names): AccountStore {
  const { stored, storedAll, found, foundAll } = names
  return {
    recordPrompt: async (record) =>
      found(await accounts.recordPrompt({ ...stored(record), events: storedAll(record.events) })),
    raiseVersion: async (target, events) => found(await accounts.raiseVersion(stored(target), storedAll(events))),
    purge: async (target, tell, options) => found(await accounts.purge(stored(target), telling(tell, names), options)),
    async page(query) {
      const page = await accounts.page(stored(query))
      return { ...page, items: foundAll(page.items) }
    },
    // The keys as they are stored: the caller looks for those of its environment.
    listRelyingParties: (userId) => accounts.listRelyingParties(userId),
  }
}

function telling(tell: RemovedEvents, { storedAll, foundAll }: Names): RemovedEvents {
  return (removed) => storedAll(tell(foundAll(removed)))
}

function policiesIn(policies: PolicyStore, { key, stored, storedAll, foundAll }: Names): PolicyStore {
  return {
    read: async (rpId, scopes) => foundAll(await policies.read(key(rpId), scopes)),
    write: (policy, expectedVersion, events) => policies.write(stored(policy), expectedVersion, storedAll(events)),
  }
}

function codesIn(codes: CodeStore, { key, storedAll, found, foundAll }: Names): CodeStore {
  return {
    create: (created, events) => codes.create(storedAll(created), storedAll(events)),
    list: async (rpId, userId, purpose) => foundAll(await codes.list(key(rpId), userId, purpose)),
    async tryRedeem(id, hash, now) {
      const tried = await codes.tryRedeem(id, hash, now)
      return tried === 'refused' ? tried : { code: found(tried.code) }
    },
    replaceSet: (rpId, userId, purpose, created, events) =>
      codes.replaceSet(key(rpId), userId, purpose, storedAll(created), storedAll(events)),
    revoke: (id, events) => codes.revoke(id, storedAll(events)),
  }
}

function eventsIn(events: EventStore, { stored, storedAll, foundAll }: Names): EventStore {
  return {
    append: (records) => events.append(storedAll(records)),
    tally: (tallies) => events.tally(storedAll(tallies)),
    claim: (limit, leaseMs, now) => events.claim(limit, leaseMs, now),
    acknowledge: (ids, now) => events.acknowledge(ids, now),
    async page(query) {
      const page = await events.page(stored(query))
      return { ...page, items: foundAll(page.items) }
    },
    async pageByUser(query) {
      const page = await events.pageByUser(stored(query))
      return { ...page, items: foundAll(page.items) }
    },
  }
}

function metadataIn(
  metadata: NonNullable<PasskeyStorage['metadata']>,
  { storedAll }: Names,
): NonNullable<PasskeyStorage['metadata']> {
  return {
    read: (root) => metadata.read(root),
    accept: (accepted, expected, events) => metadata.accept(accepted, expected, storedAll(events)),
  }
}

function deliveriesIn(deliveries: DeliveryStore, { key, stored, found, foundAll }: Names): DeliveryStore {
  return {
    openEndpoint: async (target, at) => found(await deliveries.openEndpoint(stored(target), at)),
    listEndpoints: async (rpId) => foundAll(await deliveries.listEndpoints(key(rpId))),
    markEndpoint: (target, mark) => deliveries.markEndpoint(stored(target), mark),
    closeEndpoint: (target) => deliveries.closeEndpoint(stored(target)),
    enqueue: (rpId, limit, now) => deliveries.enqueue(key(rpId), limit, now),
    async claim(target, claim) {
      const claimed = await deliveries.claim(stored(target), claim)
      return claimed.map((delivery) => ({ ...delivery, event: found(delivery.event) }))
    },
    acknowledge: (target, eventIds) => deliveries.acknowledge(stored(target), eventIds),
    defer: (target, failure) => deliveries.defer(stored(target), failure),
    async page(query) {
      const page = await deliveries.page(stored(query))
      const items = page.items.map((delivery) => ({ ...found(delivery), event: found(delivery.event) }))
      return { ...page, items }
    },
    replay: (target, eventIds, now) => deliveries.replay(stored(target), eventIds, now),
  }
}

/** Relying parties of other environments are no concern of this one, not even of `default`. */
function inspectionIn(inspection: InspectionStore, environment: string): InspectionStore {
  return {
    async relyingParties() {
      const stored = await inspection.relyingParties()
      return stored.flatMap((party) => rpIdsOf(environment, [party.rpId]).map((rpId) => ({ ...party, rpId })))
    },
    sweepable: (now, limit) => inspection.sweepable(now, limit),
    unsettled: (rpId, limit) => inspection.unsettled(prefixOf(environment) + rpId, limit),
    server: () => inspection.server(),
  }
}
