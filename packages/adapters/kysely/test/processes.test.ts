import { testInTwoProcesses } from '../../../../test-support/adapters/test-in-two-processes.js'
import { databases, empty } from './databases.js'
import { openDatabase } from './open-database.js'

/** What several processes can open. */
const shared = databases.filter(({ name }) => name !== 'PGlite')

for (const { name, create } of shared) {
  testInTwoProcesses({
    isWhole: false,
    title: `two processes on one ${name}`,
    program: new URL('./child.ts', import.meta.url),
    create,
    open: (address) => {
      const { storage, db } = openDatabase(address)
      return { storage, empty: () => empty(db), close: () => db.destroy() }
    },
  })
}
