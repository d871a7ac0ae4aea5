import { html } from 'hono/html'
import { addressOf } from '../address-of.js'
import { type Organization, organizations } from '../organizations.js'
import type { Html } from './layout.js'

export interface ScopeTabs {
  /** What screen readers call them. */
  readonly label: string
  readonly path: string
  /** What else the address says, whatever the scope. */
  readonly query?: Readonly<Record<string, string | number>>
  /** Undefined for everybody. */
  readonly current: Organization | undefined
}

/** The same page for everybody, and for each organisation. */
export function scopeTabs({ label, path, query, current }: ScopeTabs): Html {
  const link = (organization: Organization | undefined) => {
    const href = addressOf(path, { organization: organization?.id, ...query })
    const isCurrent = organization?.id === current?.id
    return html`<a href="${href}" ${isCurrent ? html`aria-current="page"` : ''}>${organization?.name ?? 'Everybody'}</a>`
  }
  return html`<nav class="tabs" aria-label="${label}">${[undefined, ...organizations.all].map(link)}</nav>`
}
