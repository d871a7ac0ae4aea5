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
  /** Epoch milliseconds, exclusive; at most 366 days after `from`. */
  readonly to: number
  /** Only activity in this organization. Default: the one of the actor's scope, else all activity. */
  readonly organizationId?: string | undefined
  /** The admin who reads. Nothing changes, so no event is emitted. */
  readonly actor: Actor
}

/** What `admin.adoption` returns. */
export interface Adoption {
  /** One for each day in UTC and organization with activity: by day, then by organization. */
  readonly items: readonly AdoptionFigures[]
}

const longest = 366 * 24 * 60 * 60 * 1000

/** The adoption of passkeys, computed from events only. See `AdminApi`. */
export async function readAdoption(context: Context, input: AdoptionInput): Promise<Adoption> {
  const organizationId = organizationToRead(context, input)
  const [from, to] = [parseInstant(input.from, 'from'), parseInstant(input.to, 'to')]
  if (to < from || to - from > longest)
    throw new PasskeyError('malformed', { cause: new TypeError('to must be 0 to 366 days after from.') })
  const items: AdoptionFigures[] = []
  for await (const figures of adoptionFigures(walkEvents(context, { organizationId, from, to }))) items.push(figures)
  return { items }
}
