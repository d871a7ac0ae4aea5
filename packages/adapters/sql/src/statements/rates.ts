import type { Writing } from './writing.js'

/** Counts in the open window, or opens one. `count` goes first: MySQL changes the columns in their order. */
export function hitRate({ dialect, tables }: Writing): string {
  const { stored, key } = dialect
  const isOpen = `${stored('resets_at')} > :now and ${stored('resets_at')} <= :latest_end`
  return `
    insert into ${tables.rates} ${dialect.asStored} (${key}, count, resets_at) values (:name, 1, :resets_at)
    ${dialect.orUpdate(key)}
      count = case when ${isOpen} then ${stored('count')} + 1 else 1 end,
      resets_at = case when ${isOpen} then ${stored('resets_at')} else :resets_at end`
}

export function rateStatements({ dialect, tables, prepare }: Writing) {
  const ofKey = `from ${tables.rates} where ${dialect.key} = :name`
  return {
    find: prepare(`select * ${ofKey}`),
    findOpen: prepare(`select * ${ofKey} and resets_at > :now`),
    reset: prepare(`delete ${ofKey}`),
  }
}
