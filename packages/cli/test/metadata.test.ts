import { createAttestationAuthority, createMetadataBlob } from '@latchkey/testing'
import { beforeEach, describe, expect, test } from 'vitest'
import { useWorkplace } from './use-workplace.js'

const service = createAttestationAuthority({ name: 'Metadata' })
const blobOf = (number: number) => createMetadataBlob(service, { entries: [], number, nextUpdate: '2126-11-20' })

const here = useWorkplace()

beforeEach(async () => {
  here.workplace.write('root.pem', service.rootPem)
  here.workplace.write('latchkey.config.mjs', here.command.configFrom('metadata'))
  here.workplace.write('blob.jwt', blobOf(2))
  expect(await here.workplace.latchkey('migrate')).toMatchObject({ exitCode: 0 })
})

describe('latchkey metadata', () => {
  test('says whether the metadata can be used, and until when', async () => {
    expect(await here.workplace.latchkey('metadata', 'status')).toEqual({
      exitCode: 0,
      stdout: 'Usable. Number 2 lists 0 models and is valid until 2126-11-21T00:00:00.000Z.\n',
      stderr: '',
    })
  })

  test('refuses older metadata until an operator accepts it', async () => {
    await here.workplace.latchkey('metadata', 'status')
    here.workplace.write('blob.jwt', blobOf(1))
    expect(await here.workplace.latchkey('metadata', 'status')).toEqual({
      exitCode: 1,
      stdout: 'Not usable. The blob is older than one that was already accepted.\n',
      stderr: '',
    })
    const accepted = await here.workplace.latchkey('metadata', 'accept', '--older')
    expect(accepted).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^Usable\. Number 1 /) })
    expect(await here.workplace.latchkey('metadata', 'status')).toMatchObject({ exitCode: 0 })
  })

  test('accepts nothing without --older, and nothing that is not signed', async () => {
    expect(await here.workplace.latchkey('metadata', 'accept')).toMatchObject({ exitCode: 2, stdout: '' })
    here.workplace.write('blob.jwt', createMetadataBlob(createAttestationAuthority(), { entries: [], number: 1 }))
    const refused = await here.workplace.latchkey('metadata', 'accept', '--older')
    expect(refused).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/^Not usable\. The blob cannot be read/),
    })
  })
})
