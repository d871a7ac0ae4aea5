import { expect, test } from 'vitest'
import { isEventId, type ListedEvent, lastEvents, type ReadEvents } from '../src/events/last-events.js'

const now = Date.UTC(2026, 4, 4, 12)
const minute = 60_000
const day = 86_400_000
const actor = { id: 'admin' }

/** The id starts with the instant, as in the outbox. */
function eventAt(at: number, count = 0): ListedEvent {
  const id = at.toString(16).padStart(12, '0') + count.toString(16).padStart(4, '0') + '0'.repeat(16)
  return { id, name: 'prompt.shown', at, rpId: 'localhost', userId: 'ada', actor: { type: 'user' }, data: {} }
}

/** Lists these events from the oldest, and records how many it returned per call. */
function outbox(...listed: readonly ListedEvent[]) {
  const events = listed.toSorted((one, other) => (one.id < other.id ? -1 : 1))
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

test('without events, the list is empty', async () => {
  expect(await lastEvents(outbox().read, { limit: 2, now, actor })).toEqual({ events: [], hasOlder: false })
})

test('the newest events come first, however old they are', async () => {
  const [old, older, oldest] = [eventAt(now - 40 * day), eventAt(now - 400 * day), eventAt(now - 4000 * day)]
  const { read } = outbox(oldest, older, old)
  expect(await lastEvents(read, { limit: 2, now, actor })).toEqual({ events: [old, older], hasOlder: true })
  expect(await lastEvents(read, { limit: 3, now, actor })).toEqual({ events: [old, older, oldest], hasOlder: false })
})

test('events of one instant are on the pages in their order, each once', async () => {
  const all = Array.from({ length: 5 }, (_, count) => eventAt(now, count))
  const { read } = outbox(...all)
  const first = await lastEvents(read, { limit: 2, now, actor })
  const second = await lastEvents(read, { limit: 2, now, actor, before: first.events.at(-1)?.id })
  const third = await lastEvents(read, { limit: 2, now, actor, before: second.events.at(-1)?.id })
  expect([...first.events, ...second.events, ...third.events]).toEqual(all.toReversed())
  expect([first.hasOlder, second.hasOlder, third.hasOlder]).toEqual([true, true, false])
})

test('events in the future, after the clock was set back, are the newest', async () => {
  const ahead = eventAt(now + day)
  expect(await lastEvents(outbox(ahead, eventAt(now)).read, { limit: 1, now, actor })).toEqual({
    events: [ahead],
    hasOlder: true,
  })
})

test('several pages are read if an hour has that many events', async () => {
  const all = Array.from({ length: 2500 }, (_, index) => eventAt(now - minute, index))
  const { read, calls } = outbox(...all)
  const { events } = await lastEvents(read, { limit: 50, now, actor })
  expect(events).toEqual(all.slice(-50).toReversed())
  expect(calls).toEqual([1000, 1000, 500])
})

test('of a long history only the end is read', async () => {
  const all = Array.from({ length: 2000 }, (_, index) => eventAt(now - index * day))
  const { read, calls } = outbox(...all)
  await lastEvents(read, { limit: 10, now, actor })
  expect(Math.max(...calls)).toBeLessThan(50)
})

test('only events that match are listed, however many others there are', async () => {
  const all = Array.from({ length: 300 }, (_, index) => ({
    ...eventAt(now - index * minute),
    userId: index % 100 === 99 ? 'grace' : 'ada',
  }))
  const matches = ({ userId }: ListedEvent) => userId === 'grace'
  const found = all.filter(matches)
  const first = await lastEvents(outbox(...all).read, { limit: 2, now, actor, matches })
  expect(first).toEqual({ events: found.slice(0, 2), hasOlder: true })
  const before = first.events.at(-1)?.id
  const rest = await lastEvents(outbox(...all).read, { limit: 2, now, actor, matches, before })
  expect(rest).toEqual({ events: found.slice(2), hasOlder: false })
})

test('text that is not the id of an event is rejected', () => {
  expect(isEventId(eventAt(now).id)).toBe(true)
  for (const text of [undefined, '', 'ffff', `${'0'.repeat(31)}G`, '0'.repeat(33)]) expect(isEventId(text)).toBe(false)
})
