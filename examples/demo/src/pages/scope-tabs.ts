import { html } from 'hono/html'
import { addressOf } from '../address-of.js'
import { type Organization, organizations } from '../organizations.js'
import type { Html } from './layout.js'

export interface ScopeTabs {
  /** For screen readers. */
  readonly label: string
  readonly path: string
  /** The other query parameters, the same for every tab. */
  readonly query?: Readonly<Record<string, string | number | undefined>>
  /** Undefined for all users. */
  readonly current: Organization | undefined
}

/** Links to the same page for all users and for each organization. */
export function scopeTabs({ label, path, query, current }: ScopeTabs): Html {
  const link = (organization: Organization | undefined) => {
    const href = addressOf(path, { organization: organization?.id, ...query })
    const isCurrent = organization?.id === current?.id
    return html`<a href="${href}" ${isCurrent ? html`aria-current="page"` : ''}>${organization?.name ?? 'Everybody'}</a>`
  }
  return html`<nav class="tabs" aria-label="${label}">${[undefined, ...organizations.all].map(link)}</nav>`
}
