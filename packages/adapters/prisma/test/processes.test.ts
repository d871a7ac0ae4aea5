import { testInTwoProcesses } from '../../../../test-support/adapters/test-in-two-processes.js'
import { databases, empty } from './databases.js'
import { openDatabase } from './open-database.js'

for (const { name, create } of databases) {
  testInTwoProcesses({
    isWhole: false,
    title: `two processes with Prisma on one ${name}`,
    program: new URL('./child.ts', import.meta.url),
    create,
    open: (address) => {
      const { storage, prisma, close } = openDatabase(address)
      return { storage, empty: () => empty(prisma), close }
    },
  })
}
