import type { PasskeyJSON } from '@latchkey/wire'
import { html } from 'hono/html'
import { icon } from './icons.js'
import type { Html } from './layout.js'

/** The provider's icon, if the list of providers has one. It is decorative: the text next to it says the same. */
export function passkeyTile({ providerIcon, synced }: Pick<PasskeyJSON, 'providerIcon' | 'synced'>): Html {
  if (!providerIcon) return html`<div class="tile">${icon(synced ? 'synced' : 'key')}</div>`
  return html`<picture class="tile">
    <source srcset="${providerIcon.dark}" media="(prefers-color-scheme: dark)" />
    <img src="${providerIcon.light}" alt="" width="28" height="28" />
  </picture>`
}
