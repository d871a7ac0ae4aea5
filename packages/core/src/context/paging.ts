import type { AccountRecord, EventPageQuery, EventRecord, Page, PasskeyRecord } from '@latchkey/storage'
import { firstEventId } from '../events/create-event.js'
import type { Context } from './context.js'

const pageSize = 1000

export interface EventSpan {
  readonly organizationId?: string | undefined
  /** Epoch milliseconds, inclusive. */
  readonly from: number
  /** Epoch milliseconds, exclusive. */
  readonly to: number
}

/** Every event of the relying party in this time, or of one organization, in id order, page by page. */
export async function* walkEvents(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  { organizationId, from, to }: EventSpan,
): AsyncGenerator<EventRecord> {
  let after: string | undefined = firstEventId(from)
  while (after !== undefined) {
    const page: Awaited<ReturnType<typeof store.events.page>> = await store.events.page({
      rpId: settings.relyingParty.id,
      ...(organizationId === undefined ? {} : { organizationId }),
      after,
      before: firstEventId(to),
      limit: pageSize,
    })
    yield* page.items
    after = page.next
  }
}

/** Every passkey of the relying party, in id order, page by page. */
export async function* walkPasskeys(
  context: Pick<Context, 'settings' | 'store'>,
  from?: string,
): AsyncGenerator<PasskeyRecord> {
  for await (const page of walkPasskeyPages(context, from)) yield* page
}

/** The same, the pages as they are read. */
export async function* walkPasskeyPages(
  { settings, store }: Pick<Context, 'settings' | 'store'>,
  from?: string,
): AsyncGenerator<readonly PasskeyRecord[]> {
  let after = from
  do {
    const page = await store.passkeys.page({
      rpId: settings.relyingParty.id,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    })
    yield page.items
    after = page.next
  } while (after !== undefined)
}

/** Every account of the relying party, including tombstones and accounts without passkeys, page by page. */
export async function* walkAccounts({
  settings,
  store,
}: Pick<Context, 'settings' | 'store'>): AsyncGenerator<AccountRecord> {
  let after = ''
  for (;;) {
    const { items, next } = await store.accounts.page({ rpId: settings.relyingParty.id, limit: pageSize, after })
    yield* items
    if (next === undefined) return
    after = next
  }
}

const idForm = /^[0-9a-f]{32}$/

/**
 * Does the page match the query? It has events of this relying party, and of the named organization only, with ids that
 * rise from `after` and are below `before`. A walk over the pages then ends, and never shows another organization's
 * events.
 */
export function isEventPage({ items, next }: Page<EventRecord>, query: EventPageQuery): boolean {
  let last = query.after ?? ''
  for (const event of items) {
    if (!(idForm.test(event.id) && event.id > last && isAskedFor(event, query))) return false
    last = event.id
  }
  return items.length <= query.limit && (next === undefined || next === items.at(-1)?.id)
}

function isAskedFor({ id, rpId, organizationId }: EventRecord, query: EventPageQuery): boolean {
  const isInOrganization = query.organizationId === undefined || organizationId === query.organizationId
  return rpId === query.rpId && isInOrganization && (query.before === undefined || id < query.before)
}
