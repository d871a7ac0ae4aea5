import { testInTwoProcesses } from '../../../../test-support/adapters/test-in-two-processes.js'
import { databases, empty } from './databases.js'
import { openDatabase } from './open-database.js'

const shared = databases.filter(({ isShared }) => isShared)

for (const { name, create } of shared) {
  testInTwoProcesses({
    isWhole: false,
    title: `two processes with Drizzle on one ${name}`,
    program: new URL('./child.ts', import.meta.url),
    create,
    open: (address) => {
      const { storage, db, close } = openDatabase(address)
      return { storage, empty: () => empty(db), close }
    },
  })
}
