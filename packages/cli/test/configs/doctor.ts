import { readFileSync } from 'node:fs'
import { createPasskeys, type PasskeysConfig } from '@latchkey/core'
import { storage } from './sqlite.js'

export { close, storage } from './sqlite.js'

/** The test has written the RP ID beside the database. */
const relyingParty: PasskeysConfig['relyingParty'] = { id: readFileSync('rp-id', 'utf8'), name: 'Example' }

export const passkeys = createPasskeys({
  relyingParty,
  secret: '3q2+7w9hZk5cX0mTn8vYbR4sUoJpLdAeGiHfQ1xWyVM=',
  storage,
  policy: { mode: 'optional' },
})
