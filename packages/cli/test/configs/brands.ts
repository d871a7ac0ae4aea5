import { createPasskeys } from '@latchkey/core'
import { storage } from './sqlite.js'

export { close, storage } from './sqlite.js'

export const passkeys = createPasskeys({
  relyingParties: {
    shop: { id: 'example.com', name: 'Shop', origins: ['https://app.example.com'] },
    bank: { id: 'bank.example', name: 'Bank' },
  },
  secret: 'a secret of at least 32 bytes, for tests',
  storage,
  policy: { mode: 'optional' },
})
