import crypto from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * A setup file. It takes a fifth of a second to find an RSA key of 2048 bits, and tests need hundreds. So eight keys are
 * found once for this work tree, and tests use them in turn.
 */
const howMany = 8
const file = fileURLToPath(new URL('../node_modules/.cache/latchkey-rsa-keys.json', import.meta.url))
const original = { async: crypto.generateKeyPair, sync: crypto.generateKeyPairSync }
let ready: readonly string[] | undefined
let used = 0

function nextKeyPair() {
  ready ??= readKeys() ?? findKeys()
  const privateKey = crypto.createPrivateKey(ready[used++ % howMany] ?? '')
  return { privateKey, publicKey: crypto.createPublicKey(privateKey) }
}

function readKeys(): readonly string[] | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Two processes may do it at once: each writes a file of its own first. */
function findKeys(): readonly string[] {
  const keys = Array.from({ length: howMany }, () =>
    String(original.sync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })),
  )
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(keys))
  renameSync(`${file}.${process.pid}`, file)
  return keys
}

const isReady = (type: unknown, options: unknown) =>
  type === 'rsa' && Object.entries(options ?? {}).toString() === 'modulusLength,2048'

function install(): void {
  Object.assign(crypto, {
    generateKeyPair: (...given: Parameters<typeof original.async>) => {
      const [type, options, done] = given
      if (!isReady(type, options)) return original.async(...given)
      const { publicKey, privateKey } = nextKeyPair()
      setImmediate(done, null, publicKey, privateKey)
    },
    generateKeyPairSync: (...given: Parameters<typeof original.sync>) =>
      isReady(given[0], given[1]) ? nextKeyPair() : original.sync(...given),
    usesReadyRsaKeys: true,
  })
  syncBuiltinESMExports()
}

// Test files of one worker share the platform's modules, and each runs this file.
if (!('usesReadyRsaKeys' in crypto)) install()
