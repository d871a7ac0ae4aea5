import { database } from './database.js'

export interface Organization {
  readonly id: string
  readonly name: string
}

export interface Membership {
  readonly userId: string
  readonly organizationId: string
}

const all: readonly Organization[] = [
  { id: 'marsh-and-moor', name: 'Marsh & Moor Trust' },
  { id: 'bird-survey', name: 'Northern Bird Survey' },
]

/** Organizations share notebooks. Every user can join and leave. */
export const organizations = {
  all,

  find(id: string | undefined): Organization | undefined {
    return all.find((organization) => organization.id === id)
  },

  /** The organizations that the user belongs to, in the order of the list. */
  async of(userId: string): Promise<readonly Organization[]> {
    const rows = await database
      .selectFrom('memberships')
      .select('organization_id')
      .where('user_id', '=', userId)
      .execute()
    const ids = new Set(rows.map(({ organization_id }) => organization_id))
    return all.filter(({ id }) => ids.has(id))
  },

  async join({ userId, organizationId }: Membership): Promise<void> {
    await database
      .insertInto('memberships')
      .values({ user_id: userId, organization_id: organizationId })
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  },

  async leave({ userId, organizationId }: Membership): Promise<void> {
    await database
      .deleteFrom('memberships')
      .where('user_id', '=', userId)
      .where('organization_id', '=', organizationId)
      .execute()
  },
}
