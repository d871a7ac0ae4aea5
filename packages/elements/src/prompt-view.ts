import type { PasskeyClient } from '@latchkey/browser'
import type { PromptAnswer, PromptJSON } from '@latchkey/wire'
import { createElement, createIcon } from './create-element.js'
import type { ElementHost, View } from './element-host.js'
import { enrollPasskey, withName } from './enroll-passkey.js'
import type { PromptText, Texts } from './texts.js'

/** The methods of the client that `<passkey-prompt>` calls. */
export type PromptingClient = Pick<PasskeyClient, 'prompt' | 'promptShown' | 'answerPrompt' | 'enroll' | 'requestOtp'>

type Host = ElementHost<PromptingClient>

/** Reasons for which this device cannot create a passkey now. */
const withoutButton: ReadonlySet<string> = new Set(['device_unsupported', 'limit_reached'])

interface PromptState {
  asked?: PromptJSON
  isReported: boolean
}

/** Asks the user, who has just signed in, for a passkey. Shows nothing where the policy does not ask. */
export function createPromptView(host: Host): View {
  const state: PromptState = { isReported: false }
  const show = (prompt: PromptJSON | undefined) => {
    const isAsked = prompt !== undefined && prompt.prompt !== 'none'
    Object.assign(state, { asked: isAsked ? prompt : undefined })
    host.draw()
    if (!isAsked || state.isReported) return
    state.isReported = true
    // For statistics only.
    host.client.promptShown().catch(() => undefined)
  }
  const refresh = async () => {
    const on = host.element.getAttribute('on') === 'sign-up' ? 'sign-up' : 'sign-in'
    try {
      const prompt = await host.client.prompt({ on })
      show(prompt)
      host.emit('passkey-prompt', { prompt })
    } catch (error) {
      // The user has not asked for it, so the failure is not shown.
      host.report(error)
    }
  }
  return {
    render: () => ({ above: state.asked ? [createCard({ host, asked: state.asked, show })] : [] }),
    start: () => void refresh(),
    refresh,
    whyRequired: () => host.language.texts.createFirst,
  }
}

interface PromptParts {
  readonly host: Host
  readonly asked: PromptJSON
  readonly show: (prompt: PromptJSON | undefined) => void
}

function createCard({ host, asked, show }: PromptParts): HTMLElement {
  const { texts } = host.language
  const { title, lead } = textOf(asked, texts)
  const heading = { role: 'heading', 'aria-level': host.element.getAttribute('heading-level') ?? '2' }
  return createElement(
    'div',
    { part: 'card' },
    createIcon('passkey'),
    createElement('div', { part: 'title', ...heading }, createElement('slot', { name: 'title' }, title)),
    createElement('p', { part: 'lead' }, createElement('slot', { name: 'lead' }, lead)),
    createElement('slot'),
    createElement('div', { part: 'choices' }, ...createChoices({ host, asked, show })),
  )
}

function textOf({ reason }: PromptJSON, { prompts }: Texts): PromptText {
  const byReason: ReadonlyMap<string, PromptText> = new Map(Object.entries(prompts))
  return byReason.get(reason) ?? prompts.due
}

function createChoices({ host, asked, show }: PromptParts): readonly HTMLElement[] {
  const { texts } = host.language
  const create = async () => {
    const attachment = asked.reason === 'local_passkey' ? ({ attachment: 'platform' } as const) : {}
    const passkey = await enrollPasskey(host, attachment)
    if (!passkey) return
    host.setValues([passkey.id])
    show(undefined)
    if (host.emit('passkey-created', { passkey })) host.announce(...withName(texts.created, passkey.name))
  }
  const answer = (given: PromptAnswer) => async () => {
    const prompt = await host.client.answerPrompt(given)
    host.setValues([given])
    show(undefined)
    host.emit('passkey-answered', { answer: given, prompt })
  }
  const choice = (part: string, text: string, work: () => Promise<void>) => {
    const button = createElement('button', { type: 'button', part: `button ${part}` }, text)
    button.onclick = () => host.perform(button, work)
    return button
  }
  return [
    ...(withoutButton.has(asked.reason) ? [] : [choice('primary create', texts.create, create)]),
    ...(asked.skippable ? [choice('not-now', texts.notNow, answer('not-now'))] : []),
    ...(asked.never ? [choice('never', texts.never, answer('never'))] : []),
  ]
}
