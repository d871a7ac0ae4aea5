import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../../../packages')

const config = 'core/test/config/wrong-configurations.test.ts'
const settings = 'core/test/config/settings.test.ts'
const options = 'http/test/handler-options.test.ts'
const log = 'http/test/operator-log.test.ts'
const paths = 'http/test/node-paths.test.ts'

/** What developers get wrong, and where a test says which words they then read: a part of its title, or of its row. */
const mistakes: readonly (readonly [mistake: string, file: string, proof: string])[] = [
  ['an origin with a slash or upper case', settings, "['https://EXAMPLE.com', \"'https://example.com'\"]"],
  ['an origin without a scheme', config, "'localhost:3000', \"'http://localhost:3000'\""],
  ['an origin outside the RP ID', settings, "['https://example.org', 'subdomain']"],
  ['a page on an origin that is not configured', log, 'the one that was seen, and those that are'],
  ['an RP ID with a port', settings, "['example.com:443', 'port']"],
  ['an RP ID of one label', settings, "['com', 'single label']"],
  ['http elsewhere than on localhost', config, "'http://app.example.com', \"write 'https://app.example.com'\""],
  ['text for the origins', config, '"write [\'https://example.com\']"'],
  ['origin for origins', config, "'write origins, an array'"],
  ['a short secret', config, "['a short secret'"],
  ['a secret that is not set', config, 'secret: is not set (undefined)'],
  ['no storage', config, "['no storage'"],
  ['the database for the storage', config, "'pass kyselyStorage(db)'"],
  ['a driver for Kysely', 'adapters/kysely/test/wrong-instances.test.ts', 'the error says what to write'],
  ['tables that are not migrated', log, 'a schema error in the adapter’s words'],
  ['a policy that is off by default', config, 'one line at start-up says what to write'],
  ['a wrong value in a policy', config, "did you mean 'optional'?"],
  ['an unknown setting', config, 'did you mean policy?'],
  ['a number for prompt.every', config, "'write { days: 14 }'"],
  ['signUp without createUser', config, "'needs host.createUser'"],
  ['a handler that is mounted elsewhere', log, 'a path elsewhere, %s: the path and the base path'],
  ['a handler at the root of Express', paths, 'GET %s is passed on'],
  ['a handler without the bridge', options, 'the error says toNodeListener(handle)'],
  ['a handler without options', options, 'the options are undefined; write \\{ serve'],
  ['a misspelled group', options, "Did you mean 'public'\\?"],
  ['admin routes without a guard', options, 'authorizeAdmin: \\(request, \\{ action \\}\\)'],
  ['the configuration for passkeys', options, 'pass createPasskeys\\(config\\)'],
  ['a base path without a slash', options, "['a base path without a slash'"],
  ['a body that a parser has read', 'http/test/mounts/koa.test.ts', 'the error says how to hand it on'],
  ['a handler that is mounted above its path', paths, 'mounted under a path that is above the base path'],
  ['a session that is undefined', options, 'session returns %s: not signed in'],
  ['a session of the wrong shape', config, "['a numeric id', { userId: 7 }"],
  ['authenticatedAt in seconds', config, 'session.authenticatedAt looks like seconds'],
  ['methods as text', config, "session.methods.0 is text; write { name: 'password'"],
  ['no methods in the session', log, 'a session without methods, once'],
  ['findUser that returns null', config, 'findUser returns %s: the user is unknown'],
  ['findUser that returns { userId, email }', config, 'without an id (it has userId, email); write { id, name }'],
  ['findUser that returns a numeric id', config, 'whose id is a number; write String(user.id)'],
  ['an identifier without findUser', 'core/test/api/sign-in/enumeration.test.ts', 'findUser: undefined'],
  ['no binding', 'core/test/ceremony/begin-ceremony.test.ts', 'has no binding %j: a mistake of the developer'],
  ['no actor', 'core/test/api/admin/users-passkeys.test.ts', '%s: without an actor'],
  ['no argument', config, '%s takes one object'],
  ['a Date for milliseconds', config, 'from is a Date; give its getTime().'],
  ['a span of 400 days', config, 'to must be 0 to 366 days after from'],
  ['an unknown trigger', config, "prompt.decide was given on: 'login'; use sign-in or sign-up."],
  ['a profile that is not under its name', config, "issues: [{ path: 'profile'"],
  ['no Origin header', log, "test('no Origin header'"],
  ['a client with a URL for the path', 'browser/test/errors.test.ts', "['an origin that begins like this one'"],
]

test.each(mistakes)('%s: a test says what the developer reads', (_, file, proof) => {
  expect(readFileSync(join(root, file), 'utf8')).toContain(proof)
})
