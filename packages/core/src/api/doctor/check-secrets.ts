import type { Settings } from '../../config/settings.js'
import type { DoctorCheck } from './doctor.js'
import { type Finding, finding } from './findings.js'

const yearMs = 365 * 86_400_000
const make = 'Create one with: openssl rand -base64 32'

/** The secrets are random, not too old, can be rotated without changing decoys, and none of them is left over. */
export const checkSecrets: DoctorCheck = async ({ settings }, { secretCreatedAt }) => {
  const age = secretCreatedAt === undefined ? 0 : settings.now() - secretCreatedAt
  return [...guessable(settings), ...(age > yearMs ? [old(age)] : []), ...rotation(settings), ...receipts(settings)]
}

/** A person can guess a secret, or it repeats itself. */
export function hasGuessableSecret({ secrets, decoySecret }: Settings): boolean {
  return [...secrets, decoySecret].some(isGuessable)
}

function guessable(settings: Settings): readonly Finding[] {
  if (!hasGuessableSecret(settings)) return []
  const place = settings.secrets.some(isGuessable) ? 'secret' : 'decoySecret'
  const message = `${place} can be guessed: it is a text that people write, or repeats itself. A user with the secret can sign in as any other. ${make}`
  return [finding('secret_guessable', message)]
}

function old(age: number): Finding {
  const days = Math.floor(age / 86_400_000)
  const message = `The first secret is ${days} days old. ${make}, and set secret: [the new one, the current one].`
  return finding('secret_old', message, { days })
}

function rotation({ secrets, hasDecoySecret }: Settings): readonly Finding[] {
  if (secrets.length === 1) return []
  const open = `${secrets.length} secrets open ceremonies. Ten minutes after every process has the new one, write only that: secret: [the new one].`
  const decoys =
    'decoySecret is not set, so it is the last entry of secret. Removing that entry would change every decoy, which reveals who has an account, and end all recovery codes. Write decoySecret: the last entry of secret.'
  return [
    finding('secret_rotation_open', open, { secrets: secrets.length }),
    ...(hasDecoySecret ? [] : [finding('decoy_secret_rotates', decoys)]),
  ]
}

function receipts({ unusedReceiptKeys: keys }: Settings): readonly Finding[] {
  if (keys === 0) return []
  const message = `receiptKeys has keys behind the first, which sign nothing: ${keys}. Delete them: verifiers need only their public halves.`
  return [finding('receipt_keys_unused', message, { keys })]
}

/** Long enough that random base64 practically never contains one. */
const written = /secret|password|changeme|change-me|example|default|latchkey|development|placeholder|12345678|abcdefgh/i
const fewestBits = 80

/** Random bytes, and random text of at least 32 characters, have far more bits than this by their own frequencies. */
function isGuessable(secret: Uint8Array): boolean {
  const text = String.fromCharCode(...secret)
  return written.test(text) || bitsOf(secret) < fewestBits
}

function bitsOf(bytes: Uint8Array): number {
  const counts = new Map<number, number>()
  for (const byte of bytes) counts.set(byte, (counts.get(byte) ?? 0) + 1)
  return [...counts.values()].reduce((sum, count) => sum - count * Math.log2(count / bytes.length), 0)
}
