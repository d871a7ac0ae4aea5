import type { RecordPrompt } from '@latchkey/storage'
import type { Writing } from './writing.js'

/** What `passkeys.add` clears: the answers, not the time of the last prompt. */
export const clearedAnswers = 'prompt_declined_at = null, prompt_declines = 0, prompt_never = 0'

/** Creates the account, or changes it. */
function upsertAccount({ dialect, tables }: Writing, changes: string): string {
  return `
    insert into ${tables.accounts} ${dialect.asStored} (
      rp_id, user_id, user_handle, version, passkey_count, active_count,
      prompt_declined_at, prompt_declines, prompt_never, prompt_last_shown_at, created_at, purged_at, grace_until
    )
    values (
      :rp_id, :user_id, :user_handle, 1, 0, 0,
      :declined_at, :declines, :never, :shown_at, :at, :purged_at, :grace_until
    )
    ${dialect.orUpdate('rp_id, user_id')} ${changes}`
}

/** The changes for each kind of record. */
function promptChanges({ dialect }: Writing): Readonly<Record<RecordPrompt['what'], string>> {
  const declined = `prompt_declined_at = ${dialect.excluded('prompt_declined_at')}, prompt_declines = ${dialect.stored('prompt_declines')} + 1`
  return {
    shown: `prompt_last_shown_at = ${dialect.excluded('prompt_last_shown_at')}`,
    declined,
    never: `${declined}, prompt_never = 1`,
    cleared: clearedAnswers,
    grace: `grace_until = coalesce(${dialect.stored('grace_until')}, ${dialect.excluded('grace_until')})`,
  }
}

/** The texts of changes that are stored with events: see `verbs/change-with-events.ts`. */
export function accountChanges(writing: Writing) {
  const { dialect } = writing
  const raised = `version = ${dialect.stored('version')} + 1`
  const emptied = `${raised}, passkey_count = 0, active_count = 0`
  const prompts = promptChanges(writing)
  return {
    shown: upsertAccount(writing, prompts.shown),
    declined: upsertAccount(writing, prompts.declined),
    never: upsertAccount(writing, prompts.never),
    cleared: upsertAccount(writing, prompts.cleared),
    grace: upsertAccount(writing, prompts.grace),
    raise: upsertAccount(writing, raised),
    empty: upsertAccount(writing, emptied),
    purge: upsertAccount(
      writing,
      `${emptied}, ${clearedAnswers}, prompt_last_shown_at = null, grace_until = null, purged_at = ${dialect.excluded('purged_at')}`,
    ),
  }
}

export function accountStatements({ dialect, tables, prepare }: Writing) {
  const byKey = `from ${tables.accounts} where rp_id = :rp_id and user_id = :user_id`
  return {
    find: prepare(`select * ${byKey}`),
    /** As it is now, not as it was when the transaction began. */
    findNow: prepare(`select * ${byKey} ${dialect.shareLock}`),
    /**
     * From here on, another transaction that locks this account, and then this passkey, waits until this one ends. Both
     * now: a lock that is shared at first, and is needed for a change then, waits for others that wait for it.
     */
    lockWithPasskey: prepare(`
      select account.version
      from ${tables.accounts} as account left join ${tables.passkeys} as passkey
        on passkey.rp_id = account.rp_id and passkey.id = :id and passkey.user_id = account.user_id
      where account.rp_id = :rp_id and account.user_id = :user_id for update`),
    page: prepare(
      `select * from ${tables.accounts} where rp_id = :rp_id and user_id > :after order by user_id limit :limit`,
    ),
    relyingParties: prepare(`select rp_id from ${tables.accounts} where user_id = :user_id`),
  }
}
