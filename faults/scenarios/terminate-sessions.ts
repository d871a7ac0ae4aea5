import { sql } from 'kysely'
import type { Finding, Setting } from './scenario.js'
import { failUnderLoad } from './under-load.js'

/** Some sessions of the app end wherever they are, in the middle of a transaction say. */
export async function terminateSessions(setting: Setting): Promise<Finding> {
  const { db } = setting.server
  let terminated = 0
  const strike = async () => {
    const { rows } = await sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'worker-%' or application_name like 'deliverer-%'`.execute(db)
    terminated += rows.length
  }
  const describe = (rounds: number) => `${terminated} sessions ended by the server, in ${rounds} rounds`
  return failUnderLoad({ name: 'sessions', strike, describe, setting })
}
