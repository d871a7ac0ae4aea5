import { testInTwoProcesses } from '../../../../test-support/adapters/test-in-two-processes.js'
import { databases, empty } from './databases.js'
import { openDatabase } from './open-database.js'

/** By the other drivers and on MariaDB, `packages/adapters/sql` runs the same statements in two processes. */
const shared = databases.filter(({ name }) => name === 'SQLite by libsql' || name === 'PostgreSQL')

for (const { name, create } of shared) {
  testInTwoProcesses({
    title: `two processes on one ${name}`,
    program: new URL('./child.ts', import.meta.url),
    create,
    open: (address) => {
      const { storage, db } = openDatabase(address)
      return { storage, empty: () => empty(db), close: () => db.destroy() }
    },
  })
}
