// A second program: verifies a downloaded receipt offline, without the demo and its database.
//   verify-receipt.ts receipt.json account.json
import { readFile } from 'node:fs/promises'
import { verifyReceipt } from '@latchkey/core'

const [receiptFile = '', accountFile = ''] = process.argv.slice(2)
const { payload, receipt } = JSON.parse(await readFile(receiptFile, 'utf8'))
// User, origin and key are not taken from the receipt: they come from the records of the app.
const { userId, origins, publicKey } = JSON.parse(await readFile(accountFile, 'utf8'))
const key = new Uint8Array(Buffer.from(publicKey, 'base64url'))
try {
  const expected = { rpId: 'localhost', origins, userId, environment: 'default', key }
  const verified = await verifyReceipt({ receipt, payload, expected })
  console.log(`Verified: ${userId} confirmed ${JSON.stringify(verified.payload)}`)
} catch (error) {
  console.error(`Not verified: ${error}`)
  process.exitCode = 1
}
