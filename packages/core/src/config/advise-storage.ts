const wrapDriver = 'pass kyselyStorage(new Kysely({ dialect }))'
const stores = ['passkeys', 'accounts', 'policies', 'codes', 'events', 'rates']

/** Common mistakes, how to recognize each, and what to write instead. The first match applies. */
const mistakes: readonly { readonly looksLike: (value: object) => boolean; readonly write: string }[] = [
  { looksLike: has('unsafe', 'begin'), write: `this is a database driver; ${wrapDriver}` },
  { looksLike: has('raw', 'schema'), write: `this is a Knex instance; ${wrapDriver}` },
  { looksLike: (value) => typeof value === 'function', write: 'call it: kyselyStorage(db), or memoryStorage()' },
  { looksLike: has('selectFrom', 'insertInto'), write: 'this is a Kysely instance; pass kyselyStorage(db)' },
  { looksLike: has('$transaction', '$connect'), write: 'this is a Prisma client; pass a storage adapter' },
  { looksLike: has('$client'), write: 'this is a Drizzle database; pass a storage adapter' },
  {
    looksLike: (value) => ['query', 'execute', 'prepare'].some((name) => has(name)(value)),
    write: `this is a database driver; ${wrapDriver}`,
  },
  { looksLike: has('createDriver', 'createAdapter'), write: `this is a dialect of Kysely; ${wrapDriver}` },
  { looksLike: has('passkeys'), write: `is not a whole adapter; it needs ${stores.join(', ')} and sweep` },
]

/** May this value be an adapter? The results of its stores are checked on every call. */
export function isStorage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && has(...stores, 'sweep')(value)
}

/** What to write instead of a value that is not an adapter. */
export function adviseStorage(value: unknown): string {
  if (value === undefined || value === null)
    return 'is not set; pass an adapter, such as kyselyStorage(db) or memoryStorage()'
  const isAnything = (typeof value === 'object' && value !== null) || typeof value === 'function'
  const mistake = isAnything ? mistakes.find(({ looksLike }) => looksLike(value)) : undefined
  return mistake?.write ?? 'must be an adapter, such as kyselyStorage(db) or memoryStorage()'
}

function has(...names: readonly string[]): (value: object) => boolean {
  return (value) => names.every((name) => name in value)
}
