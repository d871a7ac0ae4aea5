import { describe, expect, test, vi } from 'vitest'
import { createLargeBlobClient, type LargeBlobClient } from '../src/large-blob.js'
import { type Page, usePage } from './page.js'

const clientOf = ({ server }: Page): LargeBlobClient => createLargeBlobClient({ transport: server.transport })

async function enroll(page: Page) {
  const client = clientOf(page)
  const enrolled = await client.enroll({ name: 'Laptop' })
  const { id } = page.server.credentialSentTo('POST /enroll/finish')
  page.server.requests.length = 0
  return { client, enrolled, id }
}

describe('a passkey that can store a blob', () => {
  const page = usePage({ hasLargeBlob: true })

  test('has none, then the one that was written, then another, then none', async () => {
    const { client, enrolled, id } = await enroll(page)
    expect(enrolled).toMatchObject({ passkey: { id: 'new' }, supported: true })
    expect(await client.read(id)).toBeUndefined()
    await client.write(id, new Uint8Array([1, 2, 3]))
    expect(await client.read(id)).toEqual(new Uint8Array([1, 2, 3]))
    await client.write(id, new Uint8Array([4]))
    expect(await client.read(id)).toEqual(new Uint8Array([4]))
    await client.remove(id)
    expect(await client.read(id)).toBeUndefined()
  })

  test('stores 800 bytes of any kind, and 2,048 that compress; no room → failed, and the blob stays', async () => {
    const { client, id } = await enroll(page)
    const random = (length: number) => crypto.getRandomValues(new Uint8Array(length))
    await client.write(id, new Uint8Array(2_048).fill(7))
    expect(await client.read(id)).toEqual(new Uint8Array(2_048).fill(7))
    const blob = random(800)
    await client.write(id, blob)
    await expect(client.write(id, random(2_048))).rejects.toMatchObject({ code: 'failed' })
    expect(await client.read(id)).toEqual(blob)
  })

  test.each([
    ['no bytes', new Uint8Array()],
    ['2,049 bytes', new Uint8Array(2_049)],
    ['text', 'blob'],
    ['nothing', undefined],
  ])('%s is a TypeError, and the user is not asked', async (_, blob) => {
    const asked = vi.spyOn(navigator.credentials, 'get')
    await expect(clientOf(page).write('AAAA', blob as Uint8Array)).rejects.toThrow(TypeError)
    expect(asked).not.toHaveBeenCalled()
  })

  test('the server learns nothing of it', async () => {
    const { client, id } = await enroll(page)
    await client.write(id, new Uint8Array([1, 2, 3]))
    await client.read(id)
    expect(page.server.requests.map(({ route }) => route.path)).toEqual(['/config', '/config'])
  })

  test('a device that does not write it → failed', async () => {
    const { client, id } = await enroll(page)
    const results = { largeBlob: { written: false } }
    vi.spyOn(PublicKeyCredential.prototype, 'getClientExtensionResults').mockReturnValue(results)
    await expect(client.write(id, new Uint8Array([1]))).rejects.toMatchObject({ code: 'failed' })
    await expect(client.remove(id)).rejects.toMatchObject({ code: 'failed' })
  })

  test('a browser that says it has no blobs → not_supported, and the user is not asked', async () => {
    vi.spyOn(PublicKeyCredential, 'getClientCapabilities').mockResolvedValue({ 'extension:largeBlob': false })
    const [create, get] = [vi.spyOn(navigator.credentials, 'create'), vi.spyOn(navigator.credentials, 'get')]
    const { client, enrolled, id } = await enroll(page)
    expect(enrolled).toMatchObject({ supported: false })
    expect(create.mock.calls[0]?.[0]?.publicKey?.extensions).not.toHaveProperty('largeBlob')
    await expect(client.read(id)).rejects.toMatchObject({ code: 'not_supported' })
    await expect(client.write(id, new Uint8Array([1]))).rejects.toMatchObject({ code: 'not_supported' })
    expect(get).not.toHaveBeenCalled()
  })

  test('a signal ends the request → aborted', async () => {
    const { client, id } = await enroll(page)
    await page.authenticator.setPresence(false)
    const stop = new AbortController()
    const read = client.read(id, { signal: stop.signal })
    stop.abort()
    await expect(read).rejects.toMatchObject({ code: 'aborted' })
  })
})

describe('a passkey that cannot', () => {
  const page = usePage()

  test('enrolls; reading finds nothing, writing → failed', async () => {
    const { client, enrolled, id } = await enroll(page)
    expect(enrolled).toMatchObject({ supported: false })
    expect(await client.read(id)).toBeUndefined()
    await expect(client.write(id, new Uint8Array([1]))).rejects.toMatchObject({ code: 'failed' })
  })
})
