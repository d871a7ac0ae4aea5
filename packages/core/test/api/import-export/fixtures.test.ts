import { beforeEach, describe, expect, test } from 'vitest'
import { binding, createWorld, stateOf, type World } from '../../world.js'
import { importInto } from '../admin/elsewhere.js'
import { answerWith } from './fixtures/answer-with.js'
import { type FixturePasskey, readFixtures } from './fixtures/read-fixtures.js'

const fixtures = readFixtures()
/** Some time after the fixtures were made. */
const later = Date.UTC(2026, 11, 31)

let world: World

beforeEach(() => {
  world = createWorld()
  world.clock.now = later
})

async function signIn(passkey: FixturePasskey) {
  const { ceremony, options } = await world.passkeys.signIn.begin({ binding })
  return world.passkeys.signIn.finish({ ceremony, response: answerWith(passkey, options), binding })
}

test('there are rows of every product that is not ours, except Hanko, which is not run here', () => {
  const formats = new Set(fixtures.map(({ format }) => format))
  expect([...formats].sort()).toEqual(['auth-js', 'better-auth', 'nuxt-auth-utils', 'simplewebauthn'])
})

describe.each(fixtures)('$file: $how', ({ format, units, row, passkey }) => {
  test('is imported, with what the real library knew of it, and signs its user in', async () => {
    const { reports } = await importInto(world, [row], { format, units })
    expect(reports).toEqual([{ row: 1, id: passkey.id, userId: passkey.userId, outcome: 'imported' }])
    const transports = passkey.synced ? ['internal', 'hybrid'] : ['usb']
    const stored = (await stateOf(world, passkey.userId)).passkeys
    const isSaid = 'transports' in row || 'credentials' in row
    expect(stored).toMatchObject([
      { transports: isSaid ? transports : [], backedUp: passkey.synced && !('credentials' in row) },
    ])
    expect((await signIn(passkey)).userId).toBe(passkey.userId)
  })
})
