import { testInTwoProcesses } from '../../../../test-support/adapters/test-in-two-processes.js'
import { databases, empty } from './databases.js'
import { openDatabase } from './open-database.js'

const shared = databases.filter(({ isShared }) => isShared)

for (const { name, isWhole, create } of shared) {
  testInTwoProcesses({
    isWhole,
    title: `two processes on one ${name}`,
    program: new URL('./child.ts', import.meta.url),
    create,
    open: (address) => {
      const open = openDatabase(address)
      return { storage: open.storage, empty: () => empty(open), close: open.close }
    },
  })
}
