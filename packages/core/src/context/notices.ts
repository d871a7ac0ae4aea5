import type { CodeStore, EventName, EventRecord, PasskeyRecord, PasskeySource, PasskeyStore } from '@latchkey/storage'
import type { Settings } from '../config/settings.js'
import type { Notice, NoticeKind } from '../host/host.js'
import type { CheckedStore } from './checked-store.js'

/**
 * What the user learns of each event. `by-admin`: only if an admin acted. Events that report on the whole environment,
 * and refusals that changed nothing, are no notices.
 */
const noticeKinds = {
  'passkey.added': 'new-passkey',
  'passkey.removed': 'passkey-removed',
  'passkey.renamed': 'by-admin',
  'passkey.used': 'none',
  'passkey.suspended': 'by-admin',
  'passkey.reinstated': 'by-admin',
  'passkey.clone_suspected': 'clone-suspected',
  'passkey.backup_state_changed': 'none',
  'passkey.transports_added': 'none',
  'passkey.last_removal_refused': 'none',
  'passkey.limit_reached': 'none',
  'passkey.use_refused': 'none',
  'sign_in.failed': 'none',
  'ceremony.reported': 'none',
  'sign_up.completed': 'none',
  'prompt.shown': 'none',
  'prompt.declined': 'none',
  'prompt.never': 'none',
  'prompt.reset': 'by-admin',
  'invitation.created': 'by-admin',
  'invitation.redeemed': 'none',
  'invitation.failed': 'none',
  'invitation.revoked': 'by-admin',
  'recovery.codes_created': 'by-admin',
  'recovery.code_used': 'recovery-used',
  'otp.requested': 'none',
  'otp.failed': 'none',
  'policy.changed': 'none',
  'policy.override_changed': 'none',
  'metadata.rejected': 'none',
  'metadata.older_accepted': 'none',
  'account.locked': 'by-admin',
  'account.unlocked': 'by-admin',
  'account.invalidated': 'by-admin',
  'account.purged': 'none',
} as const satisfies Readonly<Record<EventName, NoticeKind | 'by-admin' | 'none'>>

const notNotified = 'latchkey: host.notify failed, so a user was not notified. The change is stored.'

/** An event that a page can cause again and again, such as a suspected clone, is one notice per process. */
const mostRemembered = 1000

type Notify = (events: readonly EventRecord[]) => Promise<void>

/**
 * The store, which notifies users of what it has stored. Every verb that stores events passes here, so no method can
 * forget a notice. A purge is no notice: your app has deleted that user.
 */
export function withNotices(store: CheckedStore, settings: Pick<Settings, 'host' | 'logger'>): CheckedStore {
  const { notify } = settings.host
  if (!notify) return store
  const send = createNotify(notify, settings)
  const { accounts, events } = store
  return {
    ...store,
    passkeys: passkeysWithNotices(store.passkeys, send),
    codes: codesWithNotices(store.codes, send),
    accounts: {
      ...accounts,
      recordPrompt: async (record) => afterwards(await accounts.recordPrompt(record), () => send(record.events)),
      raiseVersion: async (target, emitted) =>
        afterwards(await accounts.raiseVersion(target, emitted), () => send(emitted)),
    },
    events: {
      ...events,
      append: async (emitted) => {
        await events.append(emitted)
        await send(emitted)
      },
    },
  }
}

function passkeysWithNotices(passkeys: PasskeyStore, send: Notify): PasskeyStore {
  return {
    ...passkeys,
    add: async (passkey, together) =>
      afterwards(await passkeys.add(passkey, together), async (outcome) => {
        if (outcome === 'added') await send(together.events)
      }),
    recordUse: async (use) =>
      afterwards(await passkeys.recordUse(use), async (outcome) => {
        if (outcome === 'recorded') await send(use.events)
      }),
    rename: async (target, name, emitted) =>
      afterwards(await passkeys.rename(target, name, emitted), async (outcome) => {
        if (outcome === 'done') await send(emitted)
      }),
    setStatus: async (target, change, emitted) =>
      afterwards(await passkeys.setStatus(target, change, emitted), async (outcome) => {
        if (outcome === 'done') await send(emitted)
      }),
    remove: async (target, together) =>
      afterwards(await passkeys.remove(target, together), async (outcome) => {
        if (outcome === 'removed') await send(together.events)
      }),
    removeAll: async (target, eventsOf) => {
      let emitted: readonly EventRecord[] = []
      const watched = (removed: readonly PasskeyRecord[]) => {
        emitted = eventsOf(removed)
        return emitted
      }
      return afterwards(await passkeys.removeAll(target, watched), () => send(emitted))
    },
  }
}

function codesWithNotices(codes: CodeStore, send: Notify): CodeStore {
  return {
    ...codes,
    create: async (created, emitted) => {
      await codes.create(created, emitted)
      // A user who is created only with the passkey has no channel yet except the invitation itself.
      if (!created.some(({ profile }) => profile)) await send(emitted)
    },
    replaceSet: async (rpId, userId, purpose, created, emitted, condition) =>
      afterwards(await codes.replaceSet(rpId, userId, purpose, created, emitted, condition), async (outcome) => {
        if (outcome === 'replaced') await send(emitted)
      }),
    revoke: async (id, emitted) =>
      afterwards(await codes.revoke(id, emitted), async (outcome) => {
        if (outcome === 'done') await send(emitted)
      }),
  }
}

async function afterwards<Result>(result: Result, then: (result: Result) => Promise<void>): Promise<Result> {
  await then(result)
  return result
}

function createNotify(notify: (notice: Notice) => unknown, { logger }: Pick<Settings, 'logger'>): Notify {
  const sent = new Set<string>()
  const isNew = ({ once }: EventRecord): boolean => {
    if (once === undefined) return true
    if (sent.has(once)) return false
    const [oldest] = sent
    if (oldest !== undefined && sent.size >= mostRemembered) sent.delete(oldest)
    sent.add(once)
    return true
  }
  return async (events) => {
    for (const notice of toNotices(events.filter(isNew))) {
      try {
        await notify(notice)
      } catch {
        logger.warn(notNotified)
      }
    }
  }
}

/** One notice for each kind: a removal of all passkeys is one, and a recovery is no new passkey besides. */
function toNotices(events: readonly EventRecord[]): readonly Notice[] {
  const notices = events.flatMap((event) => toNotice(event) ?? [])
  const isRecovery = notices.some(({ kind }) => kind === 'recovery-used')
  const byKind = new Map<string, Notice>()
  for (const notice of notices) {
    if (isRecovery && notice.kind === 'new-passkey') continue
    const earlier = byKind.get(notice.event)
    byKind.set(notice.event, earlier ? { ...earlier, passkeys: [...earlier.passkeys, ...notice.passkeys] } : notice)
  }
  return [...byKind.values()].map((notice) => Object.freeze(notice))
}

function toNotice({ name, at, userId, organizationId, actor, data }: EventRecord): Notice | undefined {
  const row: NoticeKind | 'by-admin' | 'none' = noticeKinds[name]
  if (userId === undefined || row === 'none' || (row === 'by-admin' && actor.type !== 'admin')) return undefined
  const { passkeyId, passkeyName, source }: Readonly<Record<string, unknown>> = data
  const isNamed = typeof passkeyId === 'string' && typeof passkeyName === 'string'
  return {
    kind: row === 'by-admin' ? 'admin-acted' : row,
    userId,
    at,
    event: name,
    actor,
    ...(organizationId === undefined ? {} : { organizationId }),
    passkeys: isNamed ? [{ id: passkeyId, name: passkeyName }] : [],
    ...(isSource(source) ? { source } : {}),
  }
}

const sources: readonly unknown[] = [
  'self',
  'sign-up',
  'admin',
  'invitation',
  'recovery',
  'upgrade',
  'import',
] satisfies readonly PasskeySource[]

function isSource(value: unknown): value is PasskeySource {
  return sources.includes(value)
}
