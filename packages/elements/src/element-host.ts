import type { PasskeyClientError } from '@latchkey/browser'
import type { ListedPasskeyJSON, PasskeyJSON, PromptAnswer, PromptJSON } from '@latchkey/wire'
import type { Language } from './choose-language.js'

/**
 * What the elements report, as `CustomEvent`s that bubble. Call `preventDefault()` where your page shows the message
 * itself.
 */
export interface PasskeyElementEventMap {
  /** The user has signed in. `response` is the JSON of your app's response. */
  readonly 'passkey-signed-in': CustomEvent<{ readonly response: unknown }>
  /** The list has been read, and the browser has learned which passkeys there are. */
  readonly 'passkey-list': CustomEvent<{ readonly passkeys: readonly ListedPasskeyJSON[] }>
  /** The user has a new passkey. */
  readonly 'passkey-created': CustomEvent<{ readonly passkey: PasskeyJSON }>
  readonly 'passkey-renamed': CustomEvent<{ readonly passkey: PasskeyJSON }>
  readonly 'passkey-removed': CustomEvent<{ readonly passkey: PasskeyJSON }>
  /** Whether the user is asked for a passkey. */
  readonly 'passkey-prompt': CustomEvent<{ readonly prompt: PromptJSON }>
  /** The user's answer to the prompt, and the decision that results. */
  readonly 'passkey-answered': CustomEvent<{ readonly answer: PromptAnswer; readonly prompt: PromptJSON }>
  /** Any failure, also those that the element does not show, such as `cancelled`. */
  readonly 'passkey-error': CustomEvent<{ readonly error: PasskeyClientError }>
}

/** What an event carries. */
export type Detail<Name extends keyof PasskeyElementEventMap> = PasskeyElementEventMap[Name]['detail']

/** What a view knows of the element that it draws. */
export interface ElementHost<Client> {
  readonly element: HTMLElement
  readonly form: HTMLFormElement | null
  readonly client: Client
  readonly language: Language
  readonly root: ShadowRoot
  /** Aborts when the element leaves the page. */
  readonly signal: AbortSignal
  /** Shows a message; without one, none. */
  announce(...message: readonly (Node | string)[]): void
  /** Reports to the page. Returns whether the element may show its own message. */
  emit<Name extends keyof PasskeyElementEventMap>(name: Name, detail: Detail<Name>): boolean
  /**
   * Reports a failure to the page. Returns whether the element may show it.
   *
   * @throws errors other than `PasskeyClientError`
   */
  report(error: unknown): boolean
  /** Reports a failure, and shows it if it says something new to the user. */
  fail(error: unknown): void
  /** Runs what a button does, one press at a time. */
  perform(button: HTMLElement, work: () => Promise<void>): Promise<void>
  /** What a form sends. A `required` element without values is not valid. */
  setValues(values: readonly string[]): void
  /** Renders the view again. */
  draw(): void
}

/** What a view shows above and below the place of messages. */
export interface Rendered {
  readonly above: readonly Node[]
  readonly below?: readonly Node[]
}

/** One kind of element: what it shows, and what it does. */
export interface View {
  render(): Rendered
  /** Called when the element has entered a page. */
  start(): void
  /** Why a form is not valid without a value. */
  whyRequired(): string
  refresh?(): Promise<void>
}
