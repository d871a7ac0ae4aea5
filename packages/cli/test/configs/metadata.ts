import { readFileSync } from 'node:fs'
import { createPasskeys } from '@latchkey/core'
import { storage } from './sqlite.js'

export { close, storage } from './sqlite.js'

/** Reads what the test has written beside the database. */
const read = (name: string) => readFileSync(name, 'utf8')

export const passkeys = createPasskeys({
  relyingParty: { id: 'example.com', name: 'Example', origins: ['https://app.example.com'] },
  secret: 'a secret of at least 32 bytes, for tests',
  storage,
  policy: { mode: 'optional' },
  metadata: { read: () => read('blob.jwt'), root: read('root.pem') },
})
