import type { PasskeyClientError } from '@latchkey/browser'
import { chooseLanguage, findLanguageTag, type Language, type Languages, replaceTexts } from './choose-language.js'
import { createElement } from './create-element.js'
import type { Detail, ElementHost, PasskeyElementEventMap, View } from './element-host.js'
import { styles } from './styles.js'
import type { SomeTexts, Texts } from './texts.js'

/** What all elements of one name begin with. */
export interface ElementKind<Client> {
  readonly client: Client
  readonly languages: Languages
  readonly texts: SomeTexts
  readonly createView: (host: ElementHost<Client>) => View
}

// A server that renders pages has no elements, and imports this file as well.
const Base: typeof HTMLElement = Object(globalThis.HTMLElement ?? class {})

/** Failures that tell a user nothing new. */
const quiet: ReadonlySet<string> = new Set(['cancelled', 'aborted'])

/** Attributes that change what an element asks the server or the browser. */
const restarting: ReadonlySet<string> = new Set(['autofill', 'on', 'organization-id'])

/** What all passkey elements have in common: texts, messages, events, and their part in a form. */
export class PasskeyElement<Client> extends Base {
  static readonly formAssociated = true
  static readonly observedAttributes: readonly string[] = ['heading-level', 'lang', 'name', 'required', ...restarting]

  readonly #internals = this.attachInternals()
  readonly #root = this.attachShadow({ mode: 'open', delegatesFocus: true })
  readonly #base = createElement('fieldset', { part: 'base', role: 'none' })
  readonly #notice = createElement('p', { part: 'message', role: 'status' })
  readonly #above = createElement('div', { class: 'group' })
  readonly #below = createElement('div', { class: 'group' })
  readonly #languages: Languages
  readonly #commonTexts: SomeTexts
  readonly #view: View
  #client: Client
  #texts: SomeTexts = {}
  #presence = new AbortController()
  #values: readonly string[] = []

  constructor({ client, languages, texts, createView }: ElementKind<Client>) {
    super()
    this.#client = client
    this.#languages = languages
    this.#commonTexts = texts
    this.#view = createView(this.#host())
    // The place of messages never moves, or screen readers would not announce what appears in it.
    this.#base.append(this.#above, this.#notice, this.#below)
    this.#root.append(this.#base)
    this.#adoptEarlyProperties()
  }

  /** Where the element sends its calls. */
  get client(): Client {
    return this.#client
  }
  set client(client: Client) {
    this.#client = client
    this.#restart()
  }

  /** Texts that replace those of the language. */
  get texts(): SomeTexts {
    return this.#texts
  }
  set texts(texts: SomeTexts) {
    this.#texts = texts
    this.#draw()
  }

  get form(): HTMLFormElement | null {
    return this.#internals.form
  }
  get validity(): ValidityState {
    return this.#internals.validity
  }
  checkValidity(): boolean {
    return this.#internals.checkValidity()
  }
  reportValidity(): boolean {
    return this.#internals.reportValidity()
  }

  /** Asks the server again. */
  async refresh(): Promise<void> {
    await this.#view.refresh?.()
  }

  connectedCallback(): void {
    const { CSSStyleSheet } = this.ownerDocument.defaultView ?? globalThis
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(styles)
    this.#root.adoptedStyleSheets = [sheet]
    this.#start()
  }

  disconnectedCallback(): void {
    this.#presence.abort()
  }

  attributeChangedCallback(name: string): void {
    if (restarting.has(name)) this.#restart()
    else this.#draw()
  }

  formDisabledCallback(disabled: boolean): void {
    this.#base.disabled = disabled
  }

  formResetCallback(): void {
    this.#announce('done', [])
  }

  #host(): ElementHost<Client> {
    const element = this
    return {
      element,
      root: this.#root,
      get form() {
        return element.form
      },
      get client() {
        return element.#client
      },
      get language() {
        return element.#language()
      },
      get signal() {
        return element.#presence.signal
      },
      announce: (...message) => this.#announce('done', message),
      emit: (name, detail) => this.#emit(name, detail),
      report: (error) => this.#emit('passkey-error', { error: failureOf(error) }),
      fail: (error) => this.#fail(error),
      perform: (button, work) => this.#perform(button, work),
      setValues: (values) => this.#setValues(values),
      draw: () => this.#draw(),
    }
  }

  /** A page may have set properties before the element was defined. */
  #adoptEarlyProperties(): void {
    for (const name of ['client', 'texts'] as const) {
      const early = Object.getOwnPropertyDescriptor(this, name)
      if (!early) continue
      Reflect.deleteProperty(this, name)
      Reflect.set(this, name, early.value)
    }
  }

  #start(): void {
    this.#presence = new AbortController()
    const { signal } = this.#presence
    const observer = new MutationObserver(() => this.#draw())
    observer.observe(this.ownerDocument.documentElement, { attributeFilter: ['lang'] })
    signal.addEventListener('abort', () => observer.disconnect())
    this.#draw()
    this.#view.start()
  }

  #restart(): void {
    if (!this.isConnected) return
    this.#presence.abort()
    this.#start()
  }

  #draw(): void {
    if (!this.isConnected) return
    // English in a page of a language that the app does not offer.
    this.#base.lang = this.#language().locale
    const { above, below = [] } = this.#view.render()
    this.#above.replaceChildren(...above)
    this.#below.replaceChildren(...below)
    this.#setValues(this.#values)
  }

  #language(): Language {
    const { texts, locale } = chooseLanguage(this.#languages, findLanguageTag(this))
    return { texts: replaceTexts(replaceTexts(texts, this.#commonTexts), this.#texts), locale }
  }

  #announce(tone: 'done' | 'problem', message: readonly (Node | string)[]): void {
    this.#notice.setAttribute('part', `message ${tone}`)
    this.#notice.replaceChildren(...message)
  }

  #emit<Name extends keyof PasskeyElementEventMap>(name: Name, detail: Detail<Name>): boolean {
    if (!this.isConnected) return false
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }))
  }

  #fail(error: unknown): void {
    const failure = failureOf(error)
    const mayShow = this.#emit('passkey-error', { error: failure })
    if (mayShow && !quiet.has(failure.code)) this.#announce('problem', [describe(failure, this.#language().texts)])
  }

  async #perform(button: HTMLElement, work: () => Promise<void>): Promise<void> {
    if (button.ariaBusy) return
    button.ariaBusy = 'true'
    this.#announce('done', [])
    try {
      await work()
    } catch (error) {
      this.#fail(error)
    } finally {
      button.ariaBusy = null
    }
  }

  /** Where the browser shows why a form is not valid. */
  #anchor(): HTMLElement | undefined {
    return this.#root.querySelector('button') ?? undefined
  }

  #setValues(values: readonly string[]): void {
    this.#values = values
    const name = this.getAttribute('name')
    const data = new FormData()
    if (name) for (const value of values) data.append(name, value)
    this.#internals.setFormValue(data)
    const isMissing = this.hasAttribute('required') && values.length === 0
    if (isMissing) this.#internals.setValidity({ valueMissing: true }, this.#view.whyRequired(), this.#anchor())
    else this.#internals.setValidity({})
  }
}

/** By its name: the app's bundle may have the class of the client twice. */
function failureOf(error: unknown): PasskeyClientError {
  if (error instanceof Error && error.name === 'PasskeyClientError') return error as PasskeyClientError
  throw error
}

/** English texts name no failures: the messages of the client are English. */
function describe({ code, message }: PasskeyClientError, { errors }: Texts): string {
  return errors[code] ?? errors.failed ?? message
}
