import crypto from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/**
 * A setup file of `vitest.mutation.config.ts`. RSA keys of 2048 bits take long to find, so the configuration finds
 * them once, and tests use them in turn. Otherwise every mutant's process would find its own.
 */
const ready: readonly string[] = JSON.parse(process.env.LATCHKEY_RSA_KEYS ?? '[]')
const original = { async: crypto.generateKeyPair, sync: crypto.generateKeyPairSync }
let given = 0

function nextKeyPair() {
  const privateKey = crypto.createPrivateKey(ready[given++ % ready.length] ?? '')
  return { privateKey, publicKey: crypto.createPublicKey(privateKey) }
}

const isReady = (type: unknown, options: unknown) =>
  type === 'rsa' && Object.entries(options ?? {}).toString() === 'modulusLength,2048'

Object.assign(crypto, {
  generateKeyPair: (...given: Parameters<typeof original.async>) => {
    const [type, options, done] = given
    if (!isReady(type, options)) return original.async(...given)
    const { publicKey, privateKey } = nextKeyPair()
    setImmediate(done, null, publicKey, privateKey)
  },
  generateKeyPairSync: (...given: Parameters<typeof original.sync>) =>
    isReady(given[0], given[1]) ? nextKeyPair() : original.sync(...given),
})
syncBuiltinESMExports()
