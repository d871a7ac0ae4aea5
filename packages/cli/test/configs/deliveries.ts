import { appendFileSync, existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { createPasskeys, type PasskeyEvent } from '@latchkey/core'
import { storage } from './sqlite.js'

export { close, storage } from './sqlite.js'

export const passkeys = createPasskeys({
  relyingParty: { id: 'example.com', name: 'Example', origins: ['https://app.example.com'] },
  secret: 'a secret of at least 32 bytes, for tests',
  storage,
  policy: { mode: 'optional' },
  now: () => Date.now() + Number(process.env.CLOCK_AHEAD_MS ?? 0),
})

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => appendFileSync('signals', signal))

/** Writes each event beside the database, and returns when there is no file `hold`. */
export async function deliverTo({ id, userId }: PasskeyEvent): Promise<void> {
  appendFileSync('arrived.jsonl', `${JSON.stringify({ id, userId })}\n`)
  while (existsSync('hold')) await pause(10)
  appendFileSync('finished.jsonl', `${JSON.stringify({ id, userId })}\n`)
}
