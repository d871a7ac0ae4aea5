import type { ListedPasskeyJSON } from '@latchkey/wire'
import type { Language } from './choose-language.js'
import { type Attributes, createElement, createIcon } from './create-element.js'
import { describeAdded, describeLastUsed } from './describe-times.js'
import { fillText } from './fill-text.js'

/** What a row shows, and what its buttons do. */
export interface PasskeyRow {
  readonly passkey: ListedPasskeyJSON
  readonly language: Language
  /** Of the name; absent where names are no headings. */
  readonly headingLevel: string | null
  readonly rename: (button: HTMLElement) => void
  readonly remove: (button: HTMLElement) => void
}

/** One passkey of the list. */
export function createRow({ passkey, language, headingLevel, rename, remove }: PasskeyRow): HTMLElement {
  const { id, name, removable, whyNotRemovable = 'last_sign_in_method' } = passkey
  const { texts } = language
  const facts = createElement(
    'div',
    { part: 'facts' },
    createElement('div', { part: 'name', ...headingOf(headingLevel) }, createElement('bdi', {}, name)),
    createElement(
      'p',
      { part: 'meta' },
      createElement('span', {}, origin(passkey, language)),
      span(describeAdded(passkey.createdAt, language)),
    ),
    createElement('p', { part: 'meta' }, ...describeUse(passkey, language)),
  )
  const why = `why-${id}`
  if (!removable)
    facts.append(createElement('p', { part: 'meta why', id: why }, texts.whyNotRemovable[whyNotRemovable]))
  const renaming = createElement(
    'button',
    { type: 'button', part: 'button small rename', 'aria-label': fillText(texts.renameName, { name }) },
    texts.rename,
  )
  const refused = removable ? {} : { disabled: true, 'aria-describedby': why }
  const removing = createElement(
    'button',
    {
      type: 'button',
      part: 'button small danger remove',
      'aria-label': fillText(texts.removeName, { name }),
      ...refused,
    },
    texts.remove,
  )
  renaming.onclick = () => rename(renaming)
  removing.onclick = () => remove(removing)
  const actions = createElement('div', { part: 'actions' }, renaming, removing)
  return createElement('li', { part: 'item', 'data-id': id }, createTile(passkey), facts, actions)
}

/** Names are headings where the page says of which level. */
export function headingOf(level: string | null): Attributes {
  return level === null ? {} : { role: 'heading', 'aria-level': level }
}

const span = (content: readonly (Node | string)[]) => createElement('span', {}, ...content)

function origin({ name, provider, synced }: ListedPasskeyJSON, { texts }: Language): string {
  const reach = synced ? texts.synced : texts.onOneDevice
  return provider === undefined || provider === name ? reach : `${provider} · ${reach}`
}

function describeUse(passkey: ListedPasskeyJSON, language: Language): readonly Node[] {
  const { lastUsedAt, signInCount } = passkey
  const { texts, locale } = language
  if (lastUsedAt === undefined || signInCount === 0) return [span([texts.neverUsed])]
  const plural = texts.used[new Intl.PluralRules(locale).select(signInCount)] ?? texts.used.other
  const count = signInCount.toLocaleString(locale)
  return [span(describeLastUsed(lastUsedAt, language)), span([fillText(plural, { count })])]
}

/** The provider's icon. Where there is none, or the page's policy does not allow its `data:` URL, a drawing. */
function createTile({ providerIcon, synced }: ListedPasskeyJSON): HTMLElement {
  const drawing = createIcon(synced ? 'synced' : 'key')
  if (!providerIcon) return createElement('div', { part: 'tile' }, drawing)
  const image = createElement('img', { alt: '', width: '28', height: '28', src: providerIcon.light })
  const dark = createElement('source', { srcset: providerIcon.dark, media: '(prefers-color-scheme: dark)' })
  const tile = createElement('picture', { part: 'tile' }, dark, image)
  image.onerror = () => tile.replaceChildren(drawing)
  return tile
}
