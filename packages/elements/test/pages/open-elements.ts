import type { Browser, Page } from 'playwright'
import type { PageServer } from '../../../browser/test/pages/serve-pages.js'

/** What an app would bundle for pages with elements. */
export const bundled =
  "export * from '@latchkey/browser'; export * from '@latchkey/elements'; export * from '@latchkey/elements/languages'"

/** One state of an element: how it is reached, with a client whose other methods never settle. */
interface State {
  readonly html: string
  /** Methods of the client, as JavaScript. */
  readonly client?: string
  /** What the user does, as JavaScript with `part(name)`. */
  readonly act?: string
  /** A part that is there when the state is reached. */
  readonly until: string
}

const passkey = `{ id: 'a', name: 'Ada’s laptop', provider: 'iCloud Keychain', createdAt: 1773300000000, lastUsedAt: 1773900000000,
  signInCount: 3, synced: true, removable: true }`
const others = `{ ...${passkey}, id: 'b', name: 'A name that somehow has become as long as a name of a passkey can be, onehundredcharacterswithoutaspace',
  synced: false, removable: false, whyNotRemovable: 'last_sign_in_method' }, { ...${passkey}, id: 'c', name: 'مفتاح', provider: undefined, signInCount: 0 }`
const listed = `list: async () => [${passkey}, ${others}]`
const refused = "throw new PasskeyClientError('too_many_tries')"
const asked = (reason: string, never: boolean) =>
  `prompt: async () => ({ prompt: 'offer', reason: '${reason}', skippable: ${never}, never: ${never} })`
const list = '<passkey-list heading-level="3"><h2 slot="title">Passkeys</h2></passkey-list>'
const prompt = '<passkey-prompt></passkey-prompt>'

export const states: Readonly<Record<string, State>> = {
  'sign-in': { html: '<passkey-sign-in></passkey-sign-in>', until: 'sign-in' },
  'sign-in-busy': { html: '<passkey-sign-in></passkey-sign-in>', act: "part('sign-in').click()", until: 'sign-in' },
  'sign-in-disabled': { html: '<passkey-sign-in disabled></passkey-sign-in>', until: 'sign-in' },
  'sign-in-failed': {
    html: '<passkey-sign-in></passkey-sign-in>',
    client: `signIn: async () => { ${refused} }`,
    act: "part('sign-in').click()",
    until: 'problem',
  },
  'list-loading': { html: list, until: 'loading' },
  'list-empty': { html: list, client: 'list: async () => []', until: 'empty' },
  'list-failed': { html: list, client: `list: async () => { ${refused} }`, until: 'problem' },
  list: { html: list, client: listed, until: 'item' },
  'list-rename': { html: list, client: listed, act: "part('rename').click()", until: 'dialog' },
  'list-remove': { html: list, client: listed, act: "part('remove').click()", until: 'dialog' },
  'list-removed': {
    html: list,
    client: `${listed}, remove: async () => undefined`,
    act: "part('remove').click(); part('confirm').click()",
    until: 'done',
  },
  'list-code': {
    html: list,
    client: `${listed}, requestOtp: async () => undefined, enroll: async () => { throw new PasskeyClientError('code_required') }`,
    act: "part('create').click()",
    until: 'dialog',
  },
  'prompt-due': { html: prompt, client: asked('due', true), until: 'card' },
  'prompt-device-unsupported': { html: prompt, client: asked('device_unsupported', false), until: 'card' },
  'prompt-created': {
    html: prompt,
    client: `${asked('mandatory', false)}, enroll: async () => (${passkey})`,
    act: "part('create').click()",
    until: 'done',
  },
}

const html = `<!doctype html><html lang="en">
  <meta name="viewport" content="width=device-width, initial-scale=1"><title>Test</title>
  <link rel="stylesheet" href="/page.css"><main><h1>Page</h1><div id="place"></div></main><script type="module" src="/state.js"></script>`

const css =
  ':root { color-scheme: light dark; font: 1rem/1.5 sans-serif } body { margin: 1rem; color: CanvasText; background: Canvas }'

interface OpenOptions {
  readonly browser: Browser
  readonly server: PageServer
  readonly width?: number
}

/** A page in which one element is shown in any of its states. */
export async function openStates({ browser, server, width = 390 }: OpenOptions) {
  const page = await browser.newPage({ viewport: { width, height: 844 } })
  server.answers.set('GET /states', { body: html })
  server.answers.set('GET /page.css', { headers: { 'content-type': 'text/css' }, body: css })
  server.answers.set('GET /state.js', {
    headers: { 'content-type': 'text/javascript' },
    body: `import { definePasskeyElements, languages, PasskeyClientError } from '/client.js'
      definePasskeyElements({ client: {}, languages })
      Object.assign(globalThis, { PasskeyClientError })`,
  })
  await page.goto(`${server.origin}/states`)
  await page.waitForFunction("'PasskeyClientError' in globalThis")
  return { page, show: (name: string) => show(page, states[name]) }
}

async function show(page: Page, state: State | undefined): Promise<void> {
  if (!state) throw new Error('There is no such state.')
  const { html, client = '', act = '', until } = state
  await page.evaluate(`{
    const template = document.createElement('div')
    template.setHTMLUnsafe(${JSON.stringify(html)})
    const element = template.firstChild
    const known = { signal: async () => undefined, promptShown: async () => undefined, ${client} }
    const never = () => new Promise(() => undefined)
    element.client = new Proxy(known, { get: (methods, name) => methods[name] ?? never })
    document.querySelector('#place').replaceChildren(element)
    globalThis.part = (name) => element.shadowRoot.querySelector('[part~=' + name + ']')
  }`)
  const isThere = (part: string) => page.waitForFunction(`part('${part}') !== null`)
  if (html === list && until !== 'loading' && until !== 'problem')
    await page.waitForFunction("part('loading') === null")
  if (html === prompt) await isThere('card')
  await page.evaluate(`{ ${act} }`)
  await isThere(until)
}
