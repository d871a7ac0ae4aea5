import type { Migration, SchemaWriter } from './migration.js'

/** The tables of the first version, and their indexes. */
export const firstTables: Migration = {
  number: 1,
  statements: (writer) => [
    passkeyTable(writer),
    writer.index('passkeys_by_user', 'passkeys', [
      'rp_id',
      'user_id',
      'created_at',
      ...(writer.indexesEndWithKey ? [] : ['id']),
    ]),
    accountTable(writer),
    ...spentStatements(writer),
    policyTable(writer),
    ...codeStatements(writer),
    ...eventStatements(writer),
    ...rateStatements(writer),
  ],
}

function passkeyTable({ table, tables, types: { text, ascii, json, number, bytes } }: SchemaWriter): string {
  return table(
    'passkeys',
    `
    rp_id ${text(255)} not null,
    id ${ascii(1364)} not null,
    user_id ${text(255)} not null,
    user_handle ${text(255)} not null,
    public_key ${bytes} not null,
    algorithm ${number} not null,
    sign_count ${number} not null,
    sign_in_count ${number} not null,
    name ${text(100)} not null,
    aaguid ${text(255)} not null,
    attestation_format ${text(255)} not null,
    attestation_type ${text(255)} not null,
    attestation_trusted ${number} not null,
    transports ${json} not null,
    attachment ${text(255)},
    discoverable ${number},
    backup_eligible ${number} not null,
    backed_up ${number} not null,
    user_verified ${number} not null,
    status ${text(255)} not null,
    source ${text(255)} not null,
    enrolled_by ${text(255)},
    organization_id ${text(255)},
    created_at ${number} not null,
    last_used_at ${number},
    constraint ${tables.constraint('passkeys_key')} primary key (rp_id, id)`,
  )
}

function accountTable({ table, tables, types: { text, number } }: SchemaWriter): string {
  return table(
    'accounts',
    `
    rp_id ${text(255)} not null,
    user_id ${text(255)} not null,
    user_handle ${text(255)} not null,
    version ${number} not null,
    passkey_count ${number} not null,
    active_count ${number} not null,
    prompt_declined_at ${number},
    prompt_declines ${number} not null,
    prompt_never ${number} not null,
    prompt_last_shown_at ${number},
    created_at ${number} not null,
    purged_at ${number},
    constraint ${tables.constraint('accounts_key')} primary key (rp_id, user_id)`,
  )
}

function spentStatements({ table, types: { text, number }, index }: SchemaWriter): readonly string[] {
  return [
    table('spent', `id ${text(255)} not null primary key, expires_at ${number} not null`),
    index('spent_by_expiry', 'spent', ['expires_at']),
  ]
}

function policyTable({ table, types: { text, json, number } }: SchemaWriter): string {
  return table(
    'policies',
    `
    scope ${text(268)} not null primary key,
    enabled ${number} not null,
    policy ${json} not null,
    version ${number} not null,
    changed_at ${number} not null,
    changed_by ${text(255)}`,
  )
}

function codeStatements({ table, types: { text, number, bytes }, index }: SchemaWriter): readonly string[] {
  return [
    table(
      'codes',
      `
      id ${text(255)} not null primary key,
      purpose ${text(255)} not null,
      rp_id ${text(255)} not null,
      user_id ${text(255)} not null,
      hash ${bytes} not null,
      tries_left ${number} not null,
      expires_at ${number},
      created_by ${text(255)},
      organization_id ${text(255)},
      used_at ${number}`,
    ),
    index('codes_by_user', 'codes', ['rp_id', 'user_id']),
    index('codes_by_expiry', 'codes', ['expires_at']),
    index('codes_by_use', 'codes', ['used_at']),
  ]
}

function eventStatements({ table, types: { text, json, number }, index }: SchemaWriter): readonly string[] {
  return [
    table(
      'events',
      `
      id ${text(255)} not null primary key,
      name ${text(255)} not null,
      at ${number} not null,
      rp_id ${text(255)} not null,
      user_id ${text(255)},
      organization_id ${text(255)},
      actor_type ${text(255)} not null,
      actor_id ${text(255)},
      data ${json} not null,
      claimed_by ${text(255)},
      leased_until ${number} not null,
      settled_at ${number}`,
    ),
    index('events_by_user', 'events', ['rp_id', 'user_id', 'settled_at', 'id']),
    index('events_by_settling', 'events', ['settled_at', 'id']),
  ]
}

function rateStatements({ table, types: { text, number }, key, index }: SchemaWriter): readonly string[] {
  return [
    table('rates', `${key} ${text(255)} not null primary key, count ${number} not null, resets_at ${number} not null`),
    index('rates_by_end', 'rates', ['resets_at']),
  ]
}
