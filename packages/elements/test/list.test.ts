import { PasskeyClientError } from '@latchkey/browser'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { eventsOf, type FakeClient, fakeClient, findPart, messageOf, mount, partOf, refused } from './mount.js'

const laptop = {
  id: 'a"]b',
  name: 'Laptop',
  createdAt: Date.UTC(2026, 2, 12, 12),
  signInCount: 0,
  status: 'active',
  synced: true,
  backedUp: true,
  transports: [],
  removable: true,
}
const key = {
  ...laptop,
  id: 'key',
  name: 'Security key',
  synced: false,
  signInCount: 2,
  lastUsedAt: Date.now() - 61_000,
}

let client: FakeClient

beforeEach(() => {
  client = fakeClient()
  client.list.mockResolvedValue([laptop, key])
})

const itemsOf = (element: HTMLElement) => [...(element.shadowRoot?.querySelectorAll('li') ?? [])]
const dialogOf = (element: HTMLElement) => partOf(element, 'dialog')

async function mountList(attributes?: Readonly<Record<string, string>>) {
  const element = mount('passkey-list', client, attributes)
  await vi.waitFor(() => expect(findPart(element, 'loading')).toBeNull())
  return element
}

describe('the list', () => {
  test('is loading, then shows each passkey; the browser learns which there are', async () => {
    const element = mount('passkey-list', client)
    const listed = eventsOf(document.body, 'passkey-list')
    expect(partOf(element, 'loading').textContent).toBe('Loading your passkeys…')
    await vi.waitFor(() => expect(itemsOf(element)).toHaveLength(2))
    const [first, second] = itemsOf(element).map((it) =>
      [...it.querySelectorAll('[part~=meta] > span')].map((span) => span.textContent),
    )
    expect(first).toEqual(['Synced across your devices', 'Added March 12, 2026', 'Never used'])
    expect(second).toEqual(['On one device only', 'Added March 12, 2026', 'Last used 1 minute ago', 'Used 2 times'])
    expect(listed).toEqual([{ passkeys: [laptop, key] }])
    expect(client.signal).toHaveBeenCalledTimes(1)
  })

  test('takes its colors from properties of the page, whatever those are called there', async () => {
    const style = document.createElement('style')
    style.textContent = ':root { --accent: rgb(1, 2, 3) } passkey-list { --passkey-accent: var(--accent) }'
    document.head.append(style)
    const element = await mountList()
    expect(getComputedStyle(partOf(element, 'create')).backgroundColor).toBe('rgb(1, 2, 3)')
    expect(getComputedStyle(element).getPropertyValue('--accent')).toBe('rgb(1, 2, 3)')
    style.remove()
  })

  test('says that there is none', async () => {
    client.list.mockResolvedValue([])
    expect(partOf(await mountList(), 'empty').textContent).toContain('No passkeys yet.')
  })

  test('says why it cannot be read, and is read again', async () => {
    client.list.mockRejectedValueOnce(refused)
    const element = await mountList()
    expect(messageOf(element)).toBe(refused.message)
    partOf(element, 'retry').click()
    await vi.waitFor(() => expect(itemsOf(element)).toHaveLength(2))
    expect(messageOf(element)).toBe('')
  })

  test.each([
    ['last_sign_in_method', 'You can’t remove your only sign-in method.'],
    ['suspended', 'This passkey is suspended. Only an admin can remove it.'],
  ])('a passkey that cannot be removed says why: %s', async (whyNotRemovable, text) => {
    client.list.mockResolvedValue([{ ...laptop, removable: false, whyNotRemovable }])
    const element = await mountList()
    const button = partOf(element, 'remove')
    expect(button.matches(':disabled')).toBe(true)
    const described = element.shadowRoot?.getElementById(button.getAttribute('aria-describedby') ?? '')
    expect(described?.textContent).toBe(text)
  })

  test('a name is a text, whatever is in it', async () => {
    client.list.mockResolvedValue([{ ...laptop, name: '<img src=x>{count}' }])
    const element = await mountList()
    expect(partOf(element, 'name').textContent).toBe('<img src=x>{count}')
    expect(element.shadowRoot?.querySelector('img')).toBeNull()
    expect(partOf(element, 'rename').ariaLabel).toBe('Rename <img src=x>{count}')
  })

  test.each([
    [{}, null],
    [{ 'heading-level': '3' }, '3'],
  ])('names are headings where the page says of which level', async (attributes, level) => {
    expect(partOf(await mountList(attributes), 'name').ariaLevel).toBe(level)
  })

  test('an icon that the page does not load is a drawing', async () => {
    client.list.mockResolvedValue([{ ...laptop, providerIcon: { light: 'data:image/png,', dark: 'data:image/png,' } }])
    const element = await mountList()
    await vi.waitFor(() => expect(partOf(element, 'tile').querySelector('svg')).not.toBeNull())
  })

  test('in a form, sends the ids; a required one needs a passkey', async () => {
    client.list.mockResolvedValue([])
    const form = document.body.appendChild(document.createElement('form'))
    const element = mount('passkey-list', client, { name: 'passkey', required: '' })
    form.append(element)
    await vi.waitFor(() => expect(findPart(element, 'empty')).not.toBeNull())
    expect(form.checkValidity()).toBe(false)
    client.list.mockResolvedValue([laptop, key])
    await element.refresh()
    expect(form.checkValidity()).toBe(true)
    expect(new FormData(form).getAll('passkey')).toEqual([laptop.id, 'key'])
  })
})

describe('creating', () => {
  test('creates a passkey once the browser has learned which there are, and says so', async () => {
    let learned: (value?: never) => void = () => undefined
    client.signal.mockReturnValue(
      new Promise((resolve) => {
        learned = resolve
      }),
    )
    client.enroll.mockResolvedValue(key)
    const element = await mountList({ 'organization-id': 'acme' })
    const created = eventsOf(element, 'passkey-created')
    await userEvent.click(partOf(element, 'create'))
    expect(client.enroll).not.toHaveBeenCalled()
    learned()
    await vi.waitFor(() => expect(messageOf(element)).toBe('Added “Security key”. You can now sign in with it.'))
    expect(client.enroll).toHaveBeenCalledExactlyOnceWith({ organizationId: 'acme', signal: expect.any(AbortSignal) })
    expect(created).toEqual([{ passkey: key }])
    expect(client.list).toHaveBeenCalledTimes(2)
  })

  test('shows why it failed, and the list stays', async () => {
    client.enroll.mockRejectedValue(refused)
    const element = await mountList()
    partOf(element, 'create').click()
    await vi.waitFor(() => expect(messageOf(element)).toBe(refused.message))
    expect(itemsOf(element)).toHaveLength(2)
  })

  test('where the policy asks for a code, the user types it', async () => {
    client.enroll.mockRejectedValueOnce(new PasskeyClientError('code_required')).mockResolvedValueOnce(key)
    const element = await mountList()
    partOf(element, 'create').click()
    await vi.waitFor(() => expect(dialogOf(element).textContent).toContain('Enter the code'))
    await userEvent.keyboard('123456{Enter}')
    await vi.waitFor(() => expect(messageOf(element)).toContain('Added'))
    expect(client.requestOtp).toHaveBeenCalledTimes(1)
    expect(client.enroll).toHaveBeenLastCalledWith({ otp: '123456', signal: expect.any(AbortSignal) })
  })
})

describe('renaming', () => {
  test('asks for the name, by keyboard alone, and the focus returns to the row', async () => {
    client.rename.mockResolvedValue({ ...laptop, name: 'Work' })
    const element = await mountList()
    const renamed = eventsOf(element, 'passkey-renamed')
    partOf(element, 'rename').focus()
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(dialogOf(element).matches(':open, [open]')).toBe(true))
    await userEvent.keyboard('  Work {Enter}')
    await vi.waitFor(() => expect(messageOf(element)).toBe('Renamed to “Work”.'))
    expect(client.rename).toHaveBeenCalledExactlyOnceWith(laptop.id, 'Work')
    expect(renamed).toEqual([{ passkey: { ...laptop, name: 'Work' } }])
    expect(element.shadowRoot?.activeElement).toBe(partOf(element, 'rename'))
    expect(findPart(element, 'dialog')).toBeNull()
  })

  test.each([['{Escape}'], ['Laptop{Enter}']])('%s changes nothing', async (keys) => {
    const element = await mountList()
    partOf(element, 'rename').click()
    await userEvent.keyboard(keys)
    await vi.waitFor(() => expect(findPart(element, 'dialog')).toBeNull())
    expect(client.rename).not.toHaveBeenCalled()
  })
})

describe('removing', () => {
  test('asks first, and the focus goes where there is still a button', async () => {
    client.remove.mockResolvedValue(undefined)
    const element = await mountList()
    const removed = eventsOf(element, 'passkey-removed')
    partOf(element, 'remove').click()
    expect(dialogOf(element).textContent).toContain('Remove “Laptop”?')
    expect(element.shadowRoot?.activeElement).toBe(partOf(element, 'cancel'))
    partOf(element, 'confirm').click()
    await vi.waitFor(() => expect(messageOf(element)).toBe('Removed “Laptop”.'))
    expect(client.remove).toHaveBeenCalledExactlyOnceWith(laptop.id)
    expect(removed).toEqual([{ passkey: laptop }])
    expect(element.shadowRoot?.activeElement).toBe(partOf(element, 'create'))
  })

  test('Cancel removes nothing', async () => {
    const element = await mountList()
    partOf(element, 'remove').click()
    await userEvent.keyboard('{Enter}')
    await vi.waitFor(() => expect(findPart(element, 'dialog')).toBeNull())
    expect(client.remove).not.toHaveBeenCalled()
  })

  test('leaving the page closes the question', async () => {
    const element = await mountList()
    partOf(element, 'remove').click()
    element.remove()
    await vi.waitFor(() => expect(findPart(element, 'dialog')).toBeNull())
    expect(client.remove).not.toHaveBeenCalled()
  })
})
