import { insertEvents } from './events.js'
import { isActiveThere, passkeyByOwner } from './passkeys.js'
import type { Writing } from './writing.js'

/** What is set, where it is not set already. */
interface Setting {
  readonly set: string
  readonly where: string
  /** What is added to the number of active passkeys. */
  readonly counted: -1 | 0 | 1
}

function settings({ dialect }: Writing) {
  const stored = "coalesce(suspended_by, ' ')"
  return {
    suspend: { set: "status = 'suspended', suspended_by_user = :by_user", where: "status <> 'suspended'", counted: -1 },
    reinstate: { set: "status = 'active', suspended_by_user = null", where: "status <> 'active'", counted: 1 },
    /** At one organization. */
    suspendThere: { set: `suspended_by = ${dialect.concat(stored, ':added')}`, where: isActiveThere, counted: 0 },
    reinstateThere: {
      set: `suspended_by = replace(${stored}, :suspension, ' ')`,
      where: `not (${isActiveThere})`,
      counted: 0,
    },
  } as const satisfies Readonly<Record<string, Setting>>
}

function countActive({ tables }: Writing, counted: number, condition: string): string {
  return `
    update ${tables.accounts} set active_count = active_count + (${counted})
    where rp_id = :rp_id and user_id = :user_id and ${condition}`
}

/** The account is locked, and seen as the last transaction before has left it. */
function setAtOnce(writing: Writing, { set, where, counted }: Setting): string {
  const { tables } = writing
  const isChanged = 'exists (select from changed)'
  return `
    with locked as (
      select 1 from ${tables.accounts} where rp_id = :rp_id and user_id = :user_id for no key update
    ), changed as (
      update ${tables.passkeys} set ${set} from locked where ${passkeyByOwner} and ${where} returning id
    ), counted as (
      ${countActive(writing, counted, isChanged)}
    ), stored_events as (
      ${insertEvents(writing, isChanged)}
    )
    select id from changed`
}

export function setStatusStatements(writing: Writing) {
  const { dialect, tables, prepare } = writing
  const write = ({ set, where, counted }: Setting) => ({
    atOnce: dialect.name === 'postgres' ? prepare(setAtOnce(writing, { set, where, counted })) : undefined,
    set: prepare(`update ${tables.passkeys} set ${set} where ${passkeyByOwner} and ${where}`),
    count: counted === 0 ? undefined : prepare(countActive(writing, counted, dialect.ifChanged)),
  })
  const { suspend, reinstate, suspendThere, reinstateThere } = settings(writing)
  return {
    suspended: { everywhere: write(suspend), there: write(suspendThere) },
    active: { everywhere: write(reinstate), there: write(reinstateThere) },
  }
}
