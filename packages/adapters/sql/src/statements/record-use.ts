import type { Statement } from '../database/statement.js'
import { insertEvents } from './events.js'
import { isActiveThere, passkeyByOwner } from './passkeys.js'
import { insertSpends } from './spent.js'
import type { Writing } from './writing.js'

/** What a sign-in changes; `transports` is a text that begins the other assignments, or nothing. */
function updatePasskey({ tables }: Writing, { transports, isAccountSame }: Parts): string {
  const isLearned = 'case when :has_attestation = 1 then'
  return `
    update ${tables.passkeys} set
      ${transports}
      sign_count = :sign_count,
      sign_in_count = sign_in_count + 1,
      last_used_at = :last_used_at,
      backup_eligible = :backup_eligible,
      backed_up = :backed_up,
      user_verified = case when :user_verified = 1 then 1 else user_verified end,
      used_here = case when :used_here = 1 then 1 else used_here end,
      attestation_format = ${isLearned} :attestation_format else attestation_format end,
      attestation_type = ${isLearned} :attestation_type else attestation_type end,
      attestation_trusted = ${isLearned} :attestation_trusted else attestation_trusted end,
      attestation_chain = ${isLearned} :attestation_chain else attestation_chain end
    where ${passkeyByOwner} and status = 'active' and ${isActiveThere}
      and sign_count = :expected_sign_count and ${isAccountSame}`
}

interface Parts {
  readonly transports: string
  readonly isAccountSame: string
}

function selectAccount({ tables }: Writing): string {
  return `
    select 1 from ${tables.accounts} as account
    where account.rp_id = :rp_id and account.user_id = :user_id and account.version = :account_version`
}

/**
 * Each part changes something only if the one before it has; a taken key undoes all of them. The account is locked,
 * against changes only: otherwise this could wait for the passkey while the version is raised, and would then be
 * recorded after it.
 */
function recordAtOnce(writing: Writing, transports: string): string {
  const isUsed = 'exists (select from used)'
  const isAccountSame = 'exists (select from same_account)'
  return `
    with same_account as (
      ${selectAccount(writing)} for share
    ), used as (
      ${updatePasskey(writing, { transports, isAccountSame })} returning id
    ), spending as (
      ${insertSpends(writing, isUsed)}
    ), stored_events as (
      ${insertEvents(writing, isUsed)}
    )
    select id from used`
}

/** Of a transaction: its first statement, which decides. The account is locked against changes. */
function recordFirst(writing: Writing, transports: string): string {
  const isAccountSame = `exists (${selectAccount(writing)} ${writing.dialect.shareLock})`
  return updatePasskey(writing, { transports, isAccountSame })
}

/**
 * The stored list, followed by those that are not in it yet. `replace` respects case on every database, unlike their
 * other searches; what is searched begins with the preceding mark, because another text may end like this one.
 */
function withTransports(count: number): string {
  const longer = Array.from({ length: count }).reduce<string>(
    (list, _, at) => `(
      select case
        when replace(list, :first_${at}, '') <> list or replace(list, :later_${at}, '') <> list then list
        when list = '[]' then :only_${at}
        else substr(list, 1, length(list) - 1) || :last_${at}
      end from (select ${list} as list) as list_${at}
    )`,
    'transports',
  )
  return count === 0 ? '' : `transports = ${longer},`
}

/** The values for one transport, of this number. */
export function transportValues(transport: string, at: number): Readonly<Record<string, string>> {
  const text = JSON.stringify(transport)
  return {
    [`first_${at}`]: `[${text}`,
    [`later_${at}`]: `,${text}`,
    [`only_${at}`]: `[${text}]`,
    [`last_${at}`]: `,${text}]`,
  }
}

/** MySQL: a subquery cannot read the row that is changed, so that each transport has a statement of its own. */
function addTransport({ tables }: Writing): string {
  return `
    update ${tables.passkeys} set transports = case
      when replace(transports, :first_0, '') <> transports or replace(transports, :later_0, '') <> transports
        then transports
      when transports = '[]' then :only_0
      else concat(substr(transports, 1, char_length(transports) - 1), :last_0)
    end
    where rp_id = :rp_id and id = :id`
}

export function recordUseStatements(writing: Writing) {
  const { dialect, prepare } = writing
  const write = dialect.name === 'postgres' ? recordAtOnce : recordFirst
  return {
    /** For this number of transports that the use has shown. */
    record: byCount((count) => prepare(write(writing, dialect.name === 'mysql' ? '' : withTransports(count)))),
    addTransport: dialect.name === 'mysql' ? prepare(addTransport(writing)) : undefined,
  }
}

/** The texts for the usual number, none, at once; for others when they are first needed. */
function byCount(write: (count: number) => Statement): (count: number) => Statement {
  const written = new Map([[0, write(0)]])
  return (count) => {
    const statement = written.get(count) ?? write(count)
    written.set(count, statement)
    return statement
  }
}
