import { sql } from 'kysely'

/** MariaDB does not support the newer `for share`. */
export const sharedLock = sql`lock in share mode`
