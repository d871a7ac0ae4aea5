import type { EarlierRows, Migration, SchemaWriter } from './migration.js'

/** What has a relying party, and so an environment. */
const scoped = ['passkeys', 'accounts', 'removed', 'codes', 'events', 'endpoints', 'deliveries'] as const

const columns = ['enabled', 'policy', 'version', 'changed_at', 'changed_by'] as const

/**
 * Stored policies belong to one relying party, and every row to one environment. Until now each relying party of the
 * database read the same policies, so each gets a copy of them.
 */
export const rowsByRelyingParty: Migration = {
  number: 8,
  statements: (writer, rows) => [
    policyTable(writer),
    writer.index('accounts_by_user_alone', 'accounts', ['user_id']),
    ...moveRows(writer, rows),
    copyPolicies(writer, rows),
    copyDecoys(writer, rows),
  ],
}

function policyTable({ table, tables, types: { text, json, number } }: SchemaWriter): string {
  return table(
    'stored_policies',
    `
    rp_id ${text(255)} not null,
    scope ${text(268)} not null,
    enabled ${number} not null,
    policy ${json} not null,
    version ${number} not null,
    changed_at ${number} not null,
    changed_by ${text(255)},
    constraint ${tables.constraint('stored_policies_key')} primary key (rp_id, scope)`,
  )
}

/** No RP ID has a slash: what has one is moved already. In the environment `default` the RP ID stays alone. */
function moveRows({ tables, notYet }: SchemaWriter, { environment }: EarlierRows): readonly string[] {
  if (environment === 'default') return []
  const moved = inEnvironment(environment, 'rp_id')
  return scoped.map(
    (table) => `update ${tables[table]} set rp_id = ${moved} where rp_id not like '%/%' and ${notYet(8)}`,
  )
}

/** `policy.changed` names the relying party even where no user has an account yet. */
function copyPolicies(
  { tables, notYet, orNothing }: SchemaWriter,
  { environment, relyingPartyIds }: EarlierRows,
): string {
  const prefix = environment === 'default' ? '' : `${environment}/`
  const known = [
    `select rp_id from ${tables.accounts}`,
    `select rp_id from ${tables.events}`,
    ...relyingPartyIds.map((id) => `select '${prefix}${id}'`),
  ].join(' union ')
  return (
    `insert into ${tables.stored_policies} (rp_id, scope, ${columns.join(', ')}) ` +
    `select known.rp_id, earlier.scope, ${columns.map((column) => `earlier.${column}`).join(', ')} ` +
    `from ${tables.policies} as earlier cross join (${known}) as known ` +
    `where earlier.scope not like 'decoys:%' and ${notYet(8)} ${orNothing}`
  )
}

function copyDecoys({ tables, notYet, orNothing }: SchemaWriter, { environment }: EarlierRows): string {
  const rpId = "replace(scope, 'decoys:', '')"
  return (
    `insert into ${tables.stored_policies} (rp_id, scope, ${columns.join(', ')}) ` +
    `select ${environment === 'default' ? rpId : inEnvironment(environment, rpId)}, 'decoys', ${columns.join(', ')} ` +
    `from ${tables.policies} where scope like 'decoys:%' and ${notYet(8)} ${orNothing}`
  )
}

/** Every database has `replace`, and each joins texts in its own way. */
function inEnvironment(environment: string, rpId: string): string {
  return `replace('${environment}/#', '#', ${rpId})`
}
