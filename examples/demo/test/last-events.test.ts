import { expect, test } from 'vitest'
import { isEventId, lastEvents, type ReadEvents, type ToldEvent } from '../src/events/last-events.js'

const now = Date.UTC(2026, 4, 4, 12)
const minute = 60_000
const day = 86_400_000
const actor = { id: 'admin' }

/** Ids begin with their instant, as in the outbox. */
function eventAt(at: number, count = 0): ToldEvent {
  const id = at.toString(16).padStart(12, '0') + count.toString(16).padStart(4, '0') + '0'.repeat(16)
  return { id, name: 'passkey.used', at, rpId: 'localhost', userId: 'ada', actor: { type: 'user' }, data: {} }
}

/** The verb over these events, as it goes forward; and how many events it has handed out. */
function outbox(...told: readonly ToldEvent[]) {
  const events = told.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const calls: number[] = []
  const read: ReadEvents = async ({ from = 0, to = Number.MAX_SAFE_INTEGER, after = '', limit = 100 }) => {
    const between = events.filter(({ id }) => id >= idOf(from) && id < idOf(to) && id > after)
    const items = between.slice(0, limit)
    calls.push(items.length)
    const next = between.length > limit ? items.at(-1)?.id : undefined
    return next === undefined ? { items } : { items, next }
  }
  return { read, calls }
}

const idOf = (at: number) => at.toString(16).padStart(12, '0')

test('where nothing has happened, nothing is told', async () => {
  expect(await lastEvents(outbox().read, { limit: 2, now, actor })).toEqual({ events: [], hasOlder: false })
})

test('the newest come first, however long ago they are', async () => {
  const [old, older, oldest] = [eventAt(now - 40 * day), eventAt(now - 400 * day), eventAt(now - 4000 * day)]
  const { read } = outbox(oldest, older, old)
  expect(await lastEvents(read, { limit: 2, now, actor })).toEqual({ events: [old, older], hasOlder: true })
  expect(await lastEvents(read, { limit: 3, now, actor })).toEqual({ events: [old, older, oldest], hasOlder: false })
})

test('events of one instant stand on the pages in their order, each once', async () => {
  const all = Array.from({ length: 5 }, (_, count) => eventAt(now, count))
  const { read } = outbox(...all)
  const first = await lastEvents(read, { limit: 2, now, actor })
  const second = await lastEvents(read, { limit: 2, now, actor, before: first.events.at(-1)?.id })
  const third = await lastEvents(read, { limit: 2, now, actor, before: second.events.at(-1)?.id })
  expect([...first.events, ...second.events, ...third.events]).toEqual(all.toReversed())
  expect([first.hasOlder, second.hasOlder, third.hasOlder]).toEqual([true, true, false])
})

test('what a clock that has gone back left in the future is the newest', async () => {
  const ahead = eventAt(now + day)
  expect(await lastEvents(outbox(ahead, eventAt(now)).read, { limit: 1, now, actor })).toEqual({
    events: [ahead],
    hasOlder: true,
  })
})

test('more than one page of the verb is read, when so much has happened in an hour', async () => {
  const all = Array.from({ length: 2500 }, (_, index) => eventAt(now - minute, index))
  const { read, calls } = outbox(...all)
  const { events } = await lastEvents(read, { limit: 50, now, actor })
  expect(events).toEqual(all.slice(-50).toReversed())
  expect(calls).toEqual([1000, 1000, 500])
})

test('of a long past only its end is read', async () => {
  const all = Array.from({ length: 2000 }, (_, index) => eventAt(now - index * day))
  const { read, calls } = outbox(...all)
  await lastEvents(read, { limit: 10, now, actor })
  expect(Math.max(...calls)).toBeLessThan(50)
})

test('what is no id of an event is none', () => {
  expect(isEventId(eventAt(now).id)).toBe(true)
  for (const text of [undefined, '', 'ffff', `${'0'.repeat(31)}G`, '0'.repeat(33)]) expect(isEventId(text)).toBe(false)
})
