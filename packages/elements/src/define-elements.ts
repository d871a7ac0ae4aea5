import type { Languages } from './choose-language.js'
import type { ElementHost, PasskeyElementEventMap, View } from './element-host.js'
import { createListView, type ListingClient } from './list-view.js'
import { PasskeyElement } from './passkey-element.js'
import { createPromptView, type PromptingClient } from './prompt-view.js'
import { createSignInView, type SigningInClient } from './sign-in-view.js'
import type { SomeTexts } from './texts.js'

/** What the functions that define elements take. */
export interface DefineOptions<Client> {
  /** Where the elements send their calls, such as `createPasskeyClient()`. */
  readonly client: Client
  /**
   * Texts by language tags. The `lang` of the page, or of what is around the element, chooses; English is always there.
   *
   * @default English alone
   */
  readonly languages?: Languages
  /**
   * Texts that replace those of every language.
   *
   * @default none
   */
  readonly texts?: SomeTexts
}

/** What every passkey element has, besides what all elements have. */
export interface PasskeyElementProperties<Client> {
  /** Where the element sends its calls: at first the client that it was defined with. */
  client: Client
  /** Texts that replace those of the language. */
  texts: SomeTexts
  readonly form: HTMLFormElement | null
  readonly validity: ValidityState
  /** Whether the element lets its form be sent. Emits `invalid` if it does not. */
  checkValidity(): boolean
  /** The same, and shows the user what is missing. */
  reportValidity(): boolean
}

/** `<passkey-sign-in>` */
export interface PasskeySignInElement extends HTMLElement, PasskeyElementProperties<SigningInClient> {}

/** `<passkey-list>` */
export interface PasskeyListElement extends HTMLElement, PasskeyElementProperties<ListingClient> {
  /** Reads the list again. */
  refresh(): Promise<void>
}

/** `<passkey-prompt>` */
export interface PasskeyPromptElement extends HTMLElement, PasskeyElementProperties<PromptingClient> {
  /** Asks the server again whether to prompt. */
  refresh(): Promise<void>
}

declare global {
  interface HTMLElementTagNameMap {
    'passkey-sign-in': PasskeySignInElement
    'passkey-list': PasskeyListElement
    'passkey-prompt': PasskeyPromptElement
  }
  interface GlobalEventHandlersEventMap extends PasskeyElementEventMap {}
}

/**
 * The page has `<passkey-sign-in>`. Does nothing where the name is taken, and on a server.
 *
 * @throws {TypeError} without a client.
 */
export function definePasskeySignIn(options: DefineOptions<SigningInClient>): void {
  define('passkey-sign-in', options, createSignInView)
}

/**
 * The page has `<passkey-list>`. Does nothing where the name is taken, and on a server.
 *
 * @throws {TypeError} without a client.
 */
export function definePasskeyList(options: DefineOptions<ListingClient>): void {
  define('passkey-list', options, createListView)
}

/**
 * The page has `<passkey-prompt>`. Does nothing where the name is taken, and on a server.
 *
 * @throws {TypeError} without a client.
 */
export function definePasskeyPrompt(options: DefineOptions<PromptingClient>): void {
  define('passkey-prompt', options, createPromptView)
}

/**
 * The page has all three elements.
 *
 * ```ts
 * definePasskeyElements({ client: createPasskeyClient() })
 * ```
 *
 * @throws {TypeError} without a client.
 */
export function definePasskeyElements(options: DefineOptions<SigningInClient & ListingClient & PromptingClient>): void {
  definePasskeySignIn(options)
  definePasskeyList(options)
  definePasskeyPrompt(options)
}

function define<Client>(
  name: string,
  options: DefineOptions<Client>,
  createView: (host: ElementHost<Client>) => View,
): void {
  const { client, languages = {}, texts = {}, ...others }: DefineOptions<Client> = Object(options)
  const [wrong = client && typeof client === 'object' ? undefined : 'client'] = Object.keys(others)
  if (wrong) throw new TypeError(`Option ${wrong}: use { client: createPasskeyClient() }, with languages and texts`)
  const registry = globalThis.customElements
  if (!registry || registry.get(name)) return
  const kind = { client, languages, texts, createView }
  registry.define(
    name,
    class extends PasskeyElement<Client> {
      constructor() {
        super(kind)
      }
    },
  )
}
