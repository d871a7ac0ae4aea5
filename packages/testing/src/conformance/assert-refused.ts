import assert from 'node:assert/strict'
import type { EventRecord, PasskeyStorage } from '@latchkey/storage'
import { keptEventIds } from './kept-event-ids.js'
import { sampleEvent, sampleRpId } from './sample-records.js'

/** The visible state of alice and bob at two relying parties. */
async function visible({ passkeys }: PasskeyStorage): Promise<unknown> {
  const rpIds = [sampleRpId, 'other.example']
  const lists = rpIds.flatMap((rpId) => ['alice', 'bob'].map((userId) => passkeys.listByUser(rpId, userId)))
  const pages = rpIds.map((rpId) => passkeys.page({ rpId, limit: 1000 }))
  return Promise.all([...lists, ...pages])
}

/**
 * The call returns this refusal, and passkeys, accounts and events are unchanged. The call passes on the event that
 * it receives. Settles the events: call it once, at the end.
 */
export async function assertRefused<Answer>(
  storage: PasskeyStorage,
  answer: Answer,
  act: (events: readonly EventRecord[]) => Promise<Answer>,
): Promise<void> {
  const event = sampleEvent(0xfff)
  const before = await visible(storage)
  assert.deepEqual(await act([event]), answer)
  assert.deepEqual(await visible(storage), before, 'a refusal has changed a passkey or an account')
  assert.equal((await keptEventIds(storage)).includes(event.id), false, 'a refusal has stored its event')
}
