import { createAttestationAuthority, createMetadataBlob } from '@latchkey/testing'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type BuiltCommand, buildCommand } from './build-command.js'
import { openWorkplace, type Workplace } from './workplace.js'

// Each test starts processes of its own.
vi.setConfig({ testTimeout: 60_000 })

const service = createAttestationAuthority({ name: 'Metadata' })
const blobOf = (number: number) => createMetadataBlob(service, { entries: [], number, nextUpdate: '2126-11-20' })

let command: BuiltCommand
let workplace: Workplace

beforeAll(() => {
  command = buildCommand()
}, 60_000)

afterAll(() => {
  command.remove()
})

beforeEach(async () => {
  workplace = openWorkplace(command.path)
  workplace.write('root.pem', service.rootPem)
  workplace.write('latchkey.config.mjs', command.configFrom('metadata'))
  workplace.write('blob.jwt', blobOf(2))
  expect(await workplace.latchkey('migrate')).toMatchObject({ exitCode: 0 })
})

afterEach(() => {
  workplace.remove()
})

describe('latchkey metadata', () => {
  test('says whether the metadata can be used, and until when', async () => {
    expect(await workplace.latchkey('metadata', 'status')).toEqual({
      exitCode: 0,
      stdout: 'Usable. Number 2 lists 0 models and is valid until 2126-11-21T00:00:00.000Z.\n',
      stderr: '',
    })
  })

  test('refuses older metadata until an operator accepts it', async () => {
    await workplace.latchkey('metadata', 'status')
    workplace.write('blob.jwt', blobOf(1))
    expect(await workplace.latchkey('metadata', 'status')).toEqual({
      exitCode: 1,
      stdout: 'Not usable. The blob is older than one that was accepted before.\n',
      stderr: '',
    })
    const accepted = await workplace.latchkey('metadata', 'accept', '--older')
    expect(accepted).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Usable\. Number 1 /) })
    expect(await workplace.latchkey('metadata', 'status')).toMatchObject({ exitCode: 0 })
  })

  test('accepts nothing without --older, and nothing that is not signed', async () => {
    expect(await workplace.latchkey('metadata', 'accept')).toMatchObject({ exitCode: 2, stdout: '' })
    workplace.write('blob.jwt', createMetadataBlob(createAttestationAuthority(), { entries: [], number: 1 }))
    const refused = await workplace.latchkey('metadata', 'accept', '--older')
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^Not usable\. The blob cannot be read/),
    })
  })
})
