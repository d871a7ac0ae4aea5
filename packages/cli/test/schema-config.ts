/**
 * The text of a config whose storage has nothing but a schema: at `current` of `wanted`, and at `wanted` once it has
 * been migrated. `status` is the body of a function that comes first, `close` one that closes.
 */
export function schemaConfig({
  current = 1,
  wanted = 1,
  migrated = wanted,
  status = '',
  close = '',
}: {
  readonly current?: number
  readonly wanted?: number
  readonly migrated?: number
  readonly status?: string
  readonly close?: string
} = {}): string {
  return `
    let current = ${current}
    const schema = {
      status: async () => { ${status}; return { current, wanted: ${wanted} } },
      migrate: async () => {
        console.error('migrated')
        current = ${migrated}
        return { current, wanted: ${wanted} }
      },
      sql: (from) => 'from ' + from,
    }
    const storage = { passkeys: {}, accounts: {}, policies: {}, codes: {}, events: {}, rates: {}, schema }
    const close = async () => { console.error('closed'); ${close} }
  `
}
