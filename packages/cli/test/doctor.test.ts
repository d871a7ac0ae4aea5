import { beforeEach, describe, expect, test } from 'vitest'
import { useWorkplace } from './use-workplace.js'

const here = useWorkplace()

const configure = (rpId: string) => here.workplace.write('rp-id', rpId)
const doctor = (...options: readonly string[]) => here.workplace.latchkey('doctor', '--offline', ...options)

beforeEach(() => {
  configure('app.example.com')
  here.workplace.write('latchkey.config.mjs', here.command.configFrom('doctor'))
})

describe('latchkey doctor', () => {
  test('finds nothing where all is well', async () => {
    await here.workplace.latchkey('migrate')
    expect(await doctor('--strict')).toEqual({ exitCode: 0, stdout: 'No problems found.\n', stderr: '' })
  })

  test('exits with 1 for an error, and says what to run', async () => {
    expect(await doctor()).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^error schema_behind: .* Run latchkey migrate\.\n$/),
      stderr: '',
    })
  })

  test('knows the public suffix list', async () => {
    await here.workplace.latchkey('migrate')
    configure('co.uk')
    expect(await doctor()).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^error rp_id_public_suffix: /),
    })
  })

  test('a warning fails only under --strict, and information never', async () => {
    await here.workplace.latchkey('migrate')
    expect((await doctor('--secret-created', '2020-01-31')).exitCode).toBe(0)
    expect((await doctor('--secret-created', '2020-01-31', '--strict')).exitCode).toBe(1)
    configure('example.com')
    expect(await doctor('--strict')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^info rp_id_apex: /) })
  })

  test('prints the report as JSON', async () => {
    await here.workplace.latchkey('migrate')
    configure('example.com')
    const { stdout } = await doctor('--json')
    expect(JSON.parse(stdout)).toMatchObject({ healthy: true, findings: [{ name: 'rp_id_apex', level: 'info' }] })
  })

  test.each([['--secret-created', 'yesterday'], ['--other-rp-id'], ['--strictly']])(
    'refuses %s %s',
    async (...options) => {
      expect((await doctor(...options)).exitCode).toBe(2)
    },
  )

  test('needs the passkeys of the config', async () => {
    here.workplace.write('latchkey.config.mjs', here.command.configFrom('memory'))
    expect(await doctor()).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('config_invalid') })
  })
})
