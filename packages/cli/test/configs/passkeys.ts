import { createPasskeys } from '@latchkey/core'
import { storage } from './sqlite.js'

export { close, storage } from './sqlite.js'

export const passkeys = createPasskeys({
  relyingParty: { id: 'example.com', name: 'Example', origins: ['https://app.example.com'] },
  secret: 'a secret of at least 32 bytes, for tests',
  storage,
  policy: { mode: 'optional' },
})
