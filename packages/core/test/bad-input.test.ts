import { describe, expect, test } from 'vitest'
import { usersApart } from './host-users.js'
import { alice, binding, bob, createWorld, rpId, stateOf, type World } from './world.js'

const actor = { id: 'admin-1' }
const taken = { email: 'ada@example.com', phone: '+4915112345678', username: 'ada' } as const
const wishes = { email: 'optional', phone: 'optional', username: 'required' } as const

/** An app with a user who has signed up, alice with two passkeys and bob with one; their organizations differ. */
async function createTown() {
  const users = usersApart()
  const host = {
    ...users.host,
    maySignIn: () => true,
    organizationsOf: ({ userId }: { readonly userId: string }) => (userId === alice.id ? ['acme'] : ['umbrella']),
  }
  const world = createWorld({
    host,
    profile: wishes,
    adminsMayEnroll: true,
    policy: { mode: 'optional', signUp: true, removeLast: 'never' },
  })
  const asBob = world.session({ userId: bob.id })
  const [first, second] = [await world.enroll(world.authenticator()), await world.enroll(world.authenticator())]
  const bobs = await world.enroll(world.authenticator(), asBob)
  const { ceremony, options } = await world.passkeys.signUp.begin({ profile: taken, binding })
  const response = await world.authenticator().create(options)
  await world.passkeys.signUp.finish({ ceremony, response, binding })
  await world.told()
  return { world, users, ids: { first: first.passkey.id, second: second.passkey.id, bobs: bobs.passkey.id } }
}

type Town = Awaited<ReturnType<typeof createTown>>

/** Everything stored about any user. */
async function everything({ world, users }: Town) {
  const { items } = await world.storage.passkeys.page({ rpId, limit: 100 })
  return { items, users: await users.all(), alice: await stateOf(world), bob: await stateOf(world, bob.id) }
}

const signUp = (world: World, profile: object) => world.passkeys.signUp.begin({ profile, binding })

async function begunEnroll(world: World) {
  const session = world.session()
  const { ceremony, options } = await world.passkeys.enroll.begin({ user: alice, session, binding })
  return { ceremony, response: await world.authenticator().create(options), session, binding }
}

const beginEnroll = (world: World, change: object) =>
  world.passkeys.enroll.begin({ user: alice, session: world.session(change), binding })

/** What a caller tries, and what the refusal reveals. */
interface Attempt {
  readonly what: string
  readonly code: string
  readonly told?: readonly string[]
  readonly issues?: readonly { readonly path: string; readonly message: string }[]
  try(town: Town): Promise<unknown>
}

const signingUp: readonly Attempt[] = [
  ...Object.entries(taken).map(
    ([name, value]): Attempt => ({
      what: `a taken ${name}`,
      code: 'identifier_taken',
      issues: [{ path: name, message: 'is taken' }],
      try: ({ world }) => signUp(world, { username: 'grace', [name]: value }),
    }),
  ),
  {
    what: 'a taken e-mail address whose domain is written otherwise',
    code: 'identifier_taken',
    issues: [{ path: 'email', message: 'is taken' }],
    try: ({ world }) => signUp(world, { username: 'grace', email: ' ada@EXAMPLE.com ' }),
  },
  {
    what: 'a required property that is missing',
    code: 'malformed',
    issues: [{ path: 'username', message: 'is missing' }],
    try: ({ world }) => signUp(world, { email: 'grace@example.com' }),
  },
  {
    what: 'a property that was not requested',
    code: 'malformed',
    issues: [{ path: 'isAdmin', message: 'is not accepted' }],
    try: ({ world }) => signUp(world, { username: 'grace', isAdmin: true }),
  },
]

const managing: readonly Attempt[] = [
  {
    what: 'removing the last passkey',
    code: 'last_sign_in_method',
    told: ['passkey.last_removal_refused'],
    try: ({ world, ids }) => world.passkeys.manage.remove({ session: world.session({ userId: bob.id }), id: ids.bobs }),
  },
  {
    what: 'removing another user’s passkey',
    code: 'not_found',
    try: ({ world, ids }) => world.passkeys.manage.remove({ session: world.session(), id: ids.bobs }),
  },
  {
    what: 'renaming another user’s passkey',
    code: 'not_found',
    try: ({ world, ids }) => world.passkeys.manage.rename({ session: world.session(), id: ids.bobs, name: 'Mine' }),
  },
]

const enrolling: readonly Attempt[] = [
  {
    what: 'beginning 5:01 after the sign-in',
    code: 'recent_authentication_required',
    try: ({ world }) => beginEnroll(world, { authenticatedAt: world.clock.now - 301_000 }),
  },
  {
    what: 'beginning with a session that owes a factor',
    code: 'not_signed_in',
    try: ({ world }) => beginEnroll(world, { partial: true }),
  },
  {
    what: 'beginning for another user',
    code: 'forbidden',
    try: ({ world }) => beginEnroll(world, { userId: bob.id }),
  },
  {
    what: 'finishing with a session that owes a factor by now',
    code: 'not_signed_in',
    async try({ world }) {
      const session = world.session({ partial: true })
      return world.passkeys.enroll.finish({ ...(await begunEnroll(world)), session })
    },
  },
  {
    what: 'finishing as another user than began',
    code: 'forbidden',
    async try({ world }) {
      const session = world.session({ userId: bob.id })
      return world.passkeys.enroll.finish({ ...(await begunEnroll(world)), session })
    },
  },
]

/** Everything that an admin can do to a user. */
const administering: readonly Attempt[] = Object.entries({
  list: ({ world: { passkeys } }: Town) => passkeys.admin.passkeys.list(elsewhere),
  rename: ({ world: { passkeys }, ids }: Town) =>
    passkeys.admin.passkeys.rename({ ...elsewhere, id: ids.first, name: 'Lost' }),
  suspend: ({ world: { passkeys }, ids }: Town) => passkeys.admin.passkeys.suspend({ ...elsewhere, id: ids.first }),
  remove: ({ world: { passkeys }, ids }: Town) => passkeys.admin.passkeys.remove({ ...elsewhere, id: ids.first }),
  'remove all': ({ world: { passkeys } }: Town) => passkeys.admin.passkeys.removeAll(elsewhere),
  'begin to enroll': ({ world: { passkeys } }: Town) =>
    passkeys.admin.enroll.begin({ user: alice, organizationId: 'umbrella', actor, binding }),
  invalidate: ({ world: { passkeys } }: Town) => passkeys.admin.accounts.invalidate(elsewhere),
  purge: ({ world: { passkeys } }: Town) => passkeys.admin.accounts.purge(elsewhere),
  'reset the prompt': ({ world: { passkeys } }: Town) => passkeys.admin.prompt.reset(elsewhere),
}).map(([verb, attempt]) => ({
  what: `an admin of another organization: ${verb}`,
  code: 'forbidden',
  try: async (town) => attempt(town),
}))

const elsewhere = { userId: alice.id, organizationId: 'umbrella', actor }

describe.each([
  ['signing up', signingUp],
  ['managing', managing],
  ['enrolling', enrolling],
  ['administering', administering],
])('%s', (_, attempts) => {
  test.each(attempts)('$what: $code, and nothing has changed', async ({ code, told = [], issues, ...attempt }) => {
    const town = await createTown()
    const before = await everything(town)
    await expect(attempt.try(town)).rejects.toMatchObject({ code, ...(issues ? { issues } : {}) })
    expect(await everything(town)).toEqual(before)
    expect(await town.world.events()).toEqual(told)
  })
})

test('finishing after the host has reset the password: account_changed, and no passkey is added', async () => {
  const { world } = await createTown()
  const finishing = await begunEnroll(world)
  await world.passkeys.admin.accounts.invalidate({ userId: alice.id })
  const before = await stateOf(world)
  await expect(world.passkeys.enroll.finish(finishing)).rejects.toMatchObject({ code: 'account_changed', status: 409 })
  expect(await stateOf(world)).toEqual(before)
  expect(await world.events()).toEqual(['account.invalidated'])
})
