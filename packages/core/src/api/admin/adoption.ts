import { organizationToRead } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { walkEvents } from '../../context/paging.js'
import { PasskeyError } from '../../errors.js'
import { type AdoptionFigures, adoptionFigures } from '../../events/adoption-figures.js'
import type { Actor } from '../../events/create-event.js'
import { parseInstant } from '../../host/instant.js'

/** What `admin.adoption` takes. */
export interface AdoptionInput {
  /** Epoch milliseconds, the first instant that counts. */
  readonly from: number
  /** Epoch milliseconds, the first instant that does not count any more; at most 366 days after `from`. */
  readonly to: number
  /** Only what was done in this organization. Default: the one of the actor's scope, else all and none. */
  readonly organizationId?: string | undefined
  /** Who asks. Nothing changes, so no event. */
  readonly actor: Actor
}

/** What `admin.adoption` returns. */
export interface Adoption {
  /** One for each day in UTC and organisation in which anything happened: by day, then by organisation. */
  readonly items: readonly AdoptionFigures[]
}

const longest = 366 * 24 * 60 * 60 * 1000

/**
 * How passkeys are taken up, from events only. Events that have been delivered are swept after thirty days: keep the
 * figures of earlier days. Events are read by index, a page at a time; a million takes seconds.
 *
 * @throws {PasskeyError} `malformed`, `storage_unavailable`
 * @throws {TypeError} when nobody is said to ask.
 */
export async function readAdoption(context: Context, input: AdoptionInput): Promise<Adoption> {
  const organizationId = organizationToRead(context, input)
  const [from, to] = [parseInstant(input.from, 'from'), parseInstant(input.to, 'to')]
  if (to < from || to - from > longest) throw new PasskeyError('malformed')
  const items: AdoptionFigures[] = []
  for await (const figures of adoptionFigures(walkEvents(context, { organizationId, from, to }))) items.push(figures)
  return { items }
}
