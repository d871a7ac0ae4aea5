import type { PasskeyClient } from '@latchkey/browser'
import type { ListedPasskeyJSON } from '@latchkey/wire'
import { ask } from './ask.js'
import { createElement, createIcon } from './create-element.js'
import type { ElementHost, View } from './element-host.js'
import { enrollPasskey, withName } from './enroll-passkey.js'
import { createRow, headingOf } from './passkey-row.js'

/** The methods of the client that `<passkey-list>` calls. */
export type ListingClient = Pick<PasskeyClient, 'list' | 'signal' | 'enroll' | 'requestOtp' | 'rename' | 'remove'>

type Host = ElementHost<ListingClient>

interface ListState {
  passkeys?: readonly ListedPasskeyJSON[]
  hasFailed: boolean
  /** The browser has learned which passkeys there are. One that is created before would be lost. */
  signaled: Promise<void>
}

/** The passkeys of the user, and what the user does with them. */
export function createListView(host: Host): View {
  const state: ListState = { hasFailed: false, signaled: Promise.resolve() }
  const refresh = async () => {
    try {
      const passkeys = await host.client.list()
      Object.assign(state, { passkeys, hasFailed: false })
      host.setValues(passkeys.map(({ id }) => id))
      host.draw()
      await state.signaled
      host.emit('passkey-list', { passkeys })
    } catch (error) {
      state.hasFailed = true
      host.draw()
      host.fail(error)
    }
  }
  return {
    render() {
      const parts = { host, state, refresh }
      return { above: [createHeader(parts)], below: [createContent(parts)] }
    },
    start() {
      state.signaled = host.client.signal().catch(() => undefined)
      refresh()
    },
    refresh,
    whyRequired: () => host.language.texts.createFirst,
  }
}

interface ListParts {
  readonly host: Host
  readonly state: ListState
  readonly refresh: () => Promise<void>
}

function createHeader({ host, state, refresh }: ListParts): HTMLElement {
  const button = createElement('button', { type: 'button', part: 'button primary create' }, host.language.texts.create)
  const create = async () => {
    await state.signaled
    const passkey = await enrollPasskey(host, whereOf(host))
    if (!passkey) return
    await refresh()
    if (host.emit('passkey-created', { passkey })) {
      host.announce(...withName(host.language.texts.created, passkey.name))
    }
  }
  button.onclick = () => host.perform(button, create)
  const title = createElement('div', {}, createElement('slot', { name: 'title' }))
  return createElement('div', { part: 'header' }, title, button)
}

function whereOf({ element }: Host) {
  const organizationId = element.getAttribute('organization-id')
  return organizationId === null ? {} : { organizationId }
}

function createContent({ host, state, refresh }: ListParts): HTMLElement {
  const { texts } = host.language
  const { passkeys, hasFailed } = state
  if (!passkeys)
    return hasFailed ? createRetry(host, refresh) : createElement('p', { part: 'loading lead' }, texts.loading)
  if (passkeys.length === 0) {
    const heading = headingOf(host.element.getAttribute('heading-level'))
    const title = createElement('div', { part: 'name', ...heading }, texts.noPasskeys)
    const lead = createElement('p', { part: 'lead' }, texts.noPasskeysLead)
    return createElement('div', { part: 'empty' }, createIcon('passkey'), title, lead)
  }
  const rows = passkeys.map((passkey) => rowOf(host, passkey, refresh))
  return createElement('ul', { part: 'list', role: 'list' }, ...rows)
}

function createRetry(host: Host, refresh: () => Promise<void>): HTMLElement {
  const button = createElement('button', { type: 'button', part: 'button retry' }, host.language.texts.tryAgain)
  button.onclick = () => host.perform(button, refresh)
  return createElement('p', { part: 'empty' }, button)
}

function rowOf(host: Host, passkey: ListedPasskeyJSON, refresh: () => Promise<void>): HTMLElement {
  const { id, name } = passkey
  const rename = async () => {
    const chosen = await askForName(host, name)
    if (chosen === undefined || chosen === name) return
    const renamed = await host.client.rename(id, chosen)
    await refresh()
    host.root.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"] [part~=rename]`)?.focus()
    const mayShow = host.emit('passkey-renamed', { passkey: renamed })
    if (mayShow) host.announce(...withName(host.language.texts.renamed, renamed.name))
  }
  const remove = async () => {
    if (!(await confirmRemoval(host, name))) return
    await host.client.remove(id)
    await refresh()
    host.root.querySelector<HTMLElement>('[part~=create]')?.focus()
    const mayShow = host.emit('passkey-removed', { passkey })
    if (mayShow) host.announce(...withName(host.language.texts.removed, name))
  }
  return createRow({
    passkey,
    language: host.language,
    headingLevel: host.element.getAttribute('heading-level'),
    rename: (button) => host.perform(button, rename),
    remove: (button) => host.perform(button, remove),
  })
}

function askForName(host: Host, name: string): Promise<string | undefined> {
  const { renameTitle, name: label, save } = host.language.texts
  const attributes = { value: name, required: true, maxlength: '100', autocomplete: 'off', dir: 'auto' }
  return ask(host, { title: [renameTitle], field: { label, attributes }, confirm: save })
}

async function confirmRemoval(host: Host, name: string): Promise<boolean> {
  const { removeTitle, removeLead, remove } = host.language.texts
  const question = { title: withName(removeTitle, name), lead: removeLead, confirm: remove, isDangerous: true }
  return (await ask(host, question)) !== undefined
}
