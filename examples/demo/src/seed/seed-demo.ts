import { database } from '../database.js'
import { organizations } from '../organizations.js'
import { users } from '../users.js'
import { people, type SamplePerson } from './people.js'
import { createSampleLife, type SampleLife } from './sample-life.js'
import { createSampleWorld } from './sample-world.js'

const dayMs = 86_400_000
const days = 90
const password = 'fieldnotes'

/**
 * Fills the demo with people, organizations and 90 days of events, up to yesterday. The ceremonies are real ones, of
 * authenticators in software. A demo that has these people already stays as it is.
 */
export async function seedDemo(now: number = Date.now()): Promise<void> {
  if (await users.findByEmail(addressOf(people[0]))) return console.log('The sample data is there already.')
  const startedAt = performance.now()
  const world = createSampleWorld()
  const lives: SampleLife[] = []
  for (let day = 0; day < days; day++) {
    const at = now - (days - day) * dayMs
    world.setTime(at)
    for (const person of people.filter(({ joins }) => joins === day)) {
      lives.push(createSampleLife(world.passkeys, person, await createPerson(person, at)))
    }
    for (const life of lives) await liveDay(life, day, at)
    if (day === days - 20) await suspendOne(world.passkeys, lives)
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  console.log(
    `Sample data: ${people.length} people, ${days} days (${seconds} s). Sign in as ${addressOf(people[0])}, ${password}.`,
  )
}

async function liveDay(life: SampleLife, day: number, at: number): Promise<void> {
  const since = day - life.person.joins
  if (since % life.person.every === 0) await life.signIn(at)
  if (since === 40 && life.person.declines === 0) await life.addKey(at)
  if (since === 25 && life.person.declines < 2) await life.failSignIn()
}

/** As an admin does with a device that may be lost. */
async function suspendOne(passkeys: ReturnType<typeof createSampleWorld>['passkeys'], lives: readonly SampleLife[]) {
  const [, grace] = lives
  if (!grace) return
  const about = { userId: grace.userId, actor: { id: 'sample-admin', scope: 'environment' } } as const
  const { passkeys: theirs } = await passkeys.admin.passkeys.list(about)
  const key = theirs.find(({ name }) => name === 'Security key')
  if (key) await passkeys.admin.passkeys.suspend({ ...about, id: key.id })
}

async function createPerson(person: SamplePerson, at: number): Promise<string> {
  const user = await users.create({ email: addressOf(person), password })
  if (!user) throw new Error(`The address ${addressOf(person)} is taken; use an empty DATA_DIR.`)
  await database.updateTable('users').set({ created_at: at }).where('id', '=', user.id).execute()
  for (const organizationId of person.organizations) await organizations.join({ userId: user.id, organizationId })
  return user.id
}

function addressOf(person: SamplePerson | undefined): string {
  return `${person?.name}@example.com`
}
