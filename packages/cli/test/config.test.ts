import { mkdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { schemaConfig } from './schema-config.js'
import { useWorkplace } from './use-workplace.js'

const here = useWorkplace()

const names = ['ts', 'mts', 'js', 'mjs', 'cjs'].map((extension) => `latchkey.config.${extension}`)
const upToDate = 'current: 1\nwanted: 1\n'

describe('the config', () => {
  test.each(names)('is found as %s', async (name) => {
    const typescript = name.endsWith('ts') ? 'enum Only { TypeScript }\n' : ''
    const ending = name.endsWith('cjs') || name.endsWith('.js') ? 'module.exports = { storage }' : 'export { storage }'
    here.workplace.write(name, typescript + schemaConfig() + ending)
    const { exitCode, stdout } = await here.workplace.latchkey('migrate', '--status')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: upToDate })
  })

  test.each(names.slice(1).map((later, at) => ({ earlier: names[at] ?? '', later })))(
    'is $earlier where there is $later as well',
    async ({ earlier, later }) => {
      const ending = earlier.endsWith('.js') ? 'module.exports = { storage }' : 'export { storage }'
      here.workplace.write(earlier, schemaConfig() + ending)
      here.workplace.write(later, "throw new Error('taken instead')")
      expect((await here.workplace.latchkey('migrate', '--status')).stdout).toBe(upToDate)
    },
  )

  test('may be any other file, relative to the folder', async () => {
    here.workplace.write('storage.mjs', `${schemaConfig()}; export { storage }`)
    const { exitCode, stdout } = await here.workplace.latchkey('migrate', '--status', '--config', './storage.mjs')
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: upToDate })
  })

  test('may import TypeScript of the app, by the name that it will have', async () => {
    here.workplace.write('database.ts', `enum Only { TypeScript }\n${schemaConfig()}; export { storage, close }`)
    here.workplace.write('latchkey.config.ts', "export { storage, close } from './database.js'")
    const outcome = await here.workplace.latchkey('migrate', '--status')
    expect(outcome).toEqual({ exitCode: 0, stdout: upToDate, stderr: 'closed\n' })
  })

  test.each([
    { form: 'names', ending: 'export { storage, close }' },
    { form: 'an object as default export', ending: 'export default { storage, close }' },
    { form: 'a function as default export', ending: 'export default () => ({ storage, close })' },
    { form: 'a function that takes its time', ending: 'export default async () => ({ storage, close })' },
  ])('may export $form, in JavaScript and in TypeScript; it is closed once', async ({ ending }) => {
    for (const name of ['config.mjs', 'config.ts']) {
      here.workplace.write(name, `${schemaConfig()}; ${ending}`)
      const outcome = await here.workplace.latchkey('migrate', '--status', '--config', name)
      expect(outcome).toEqual({ exitCode: 0, stdout: upToDate, stderr: 'closed\n' })
    }
  })
})

describe('a config in TypeScript', () => {
  test.each([
    { where: 'without node_modules', folders: [], settings: {} },
    { where: 'beside node_modules', folders: ['node_modules'], settings: {} },
    { where: 'beside a cache', folders: ['node_modules', 'node_modules/.cache'], settings: {} },
    { where: 'where the environment asks for a cache', folders: ['node_modules'], settings: { JITI_FS_CACHE: 'true' } },
    { where: 'where it asks to write one', folders: ['node_modules'], settings: { JITI_REBUILD_FS_CACHE: 'true' } },
  ])('$where leaves no compiled copy on disk, nor does what it imports', async ({ folders, settings }) => {
    for (const folder of folders) mkdirSync(here.workplace.path(folder))
    here.workplace.write('database.ts', `enum Only { TypeScript }\n${schemaConfig()}; export { storage, close }`)
    here.workplace.write('latchkey.config.ts', "export { storage, close } from './database.js'")
    const before = [here.workplace.list(), here.command.cached()]
    const { exitCode } = await here.workplace.latchkeyWith(settings, 'migrate', '--status')
    expect({ exitCode, after: [here.workplace.list(), here.command.cached()] }).toEqual({ exitCode: 0, after: before })
  })

  test('is run again from its text', async () => {
    for (const current of [0, 1]) {
      here.workplace.write('latchkey.config.ts', `${schemaConfig({ current })}; export { storage }`)
      const { stdout } = await here.workplace.latchkey('migrate', '--status')
      expect(stdout).toBe(`current: ${current}\nwanted: 1\n`)
    }
  })

  test('runs a module once, however many modules import it', async () => {
    here.workplace.write('database.ts', `${schemaConfig()}; console.error('opened'); export { storage }`)
    here.workplace.write('other.ts', "export { storage } from './database.js'")
    here.workplace.write(
      'latchkey.config.ts',
      "import { storage } from './database.js'\nimport { storage as same } from './other.js'\n" +
        "if (storage !== same) throw new Error('two databases')\nexport { storage }",
    )
    const { exitCode, stderr } = await here.workplace.latchkey('migrate', '--status')
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: 'opened\n' })
  })
})

describe('a config that is not there', () => {
  test('is an error that says what was looked for', async () => {
    const { exitCode, stderr } = await here.workplace.latchkey('migrate')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^latchkey: config_not_found: There is no config in /)
    for (const name of names) expect(stderr).toContain(name)
  })

  test('is an error that says the path that was asked for', async () => {
    const { exitCode, stderr } = await here.workplace.latchkey('migrate', '--config', 'other.ts')
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^latchkey: config_not_found: There is no file .*other\.ts\.\n$/)
  })
})

describe('a config that throws', () => {
  test.each([
    { when: 'it is read', content: "\n\nthrow new Error('no secret')", line: 3 },
    { when: 'its function is called', content: "\nexport default () => {\n  throw new Error('no secret')\n}", line: 3 },
    {
      when: 'its function was called',
      content: "export default async () => { throw new Error('no secret') }",
      line: 1,
    },
  ])('when $when is an error that says what and where, in JavaScript and in TypeScript', async ({ content, line }) => {
    for (const name of ['config.mjs', 'config.ts']) {
      here.workplace.write(name, content)
      const { exitCode, stderr } = await here.workplace.latchkey('migrate', '--config', name)
      expect(exitCode).toBe(2)
      expect(stderr).toMatch(/^latchkey: config_failed: .* has thrown:\n {2}no secret\n/)
      expect(stderr).toContain(`${name}:${line}:`)
    }
  })

  test.each(['config.mjs', 'config.ts'])('because %s is no code says so', async (name) => {
    here.workplace.write(name, 'export default {')
    const { exitCode, stderr } = await here.workplace.latchkey('migrate', '--config', name)
    expect(exitCode).toBe(2)
    expect(stderr).toMatch(/^latchkey: config_failed: /)
  })
})

describe('a config that gives something else', () => {
  const stores = 'passkeys: {}, accounts: {}, policies: {}, codes: {}, events: {}'
  test.each([
    { content: 'export default null', problem: 'the config gives null' },
    { content: "export default 'app.db'", problem: 'the config gives a value of type string' },
    { content: 'export default () => {}', problem: 'the config gives undefined' },
    { content: '', problem: 'the config gives no storage, but nothing' },
    { content: 'export const db = {}', problem: 'the config gives no storage, but db' },
    { content: 'export const storage = 1', problem: 'storage is a value of type number' },
    { content: 'export const storage = null', problem: 'storage is null' },
    { content: `export const storage = { ${stores} }`, problem: 'storage is not a Latchkey storage: it lacks rates' },
    {
      content: `export const storage = { ${stores}, rates: {}, schema: { migrate() {} } }`,
      problem: 'storage.schema is not a schema tool',
    },
    {
      content: `export const close = 1, storage = { ${stores}, rates: {} }`,
      problem: 'close is a value of type number',
    },
  ])('is refused: $problem', async ({ content, problem }) => {
    here.workplace.write('latchkey.config.mjs', content)
    const { exitCode, stdout, stderr } = await here.workplace.latchkey('migrate')
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' })
    expect(stderr).toMatch(/^latchkey: config_invalid: /)
    expect(stderr).toContain(
      `latchkey.config.mjs: ${problem}. It has to export { storage, passkeys?, deliverTo?, close? }: `,
    )
  })
})
