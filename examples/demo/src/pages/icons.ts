import { raw } from 'hono/html'

const drawings = {
  key: '<circle cx="8" cy="15.5" r="4.25"/><path d="m11.2 12.4 8.3-8.4m-3.4 3.4 2.9 2.9"/>',
  passkey:
    '<circle cx="9" cy="7.5" r="3.75"/><path d="M2.75 20.25v-1a5.5 5.5 0 0 1 5.5-5.5h2"/><circle cx="16.75" cy="12.75" r="3"/><path d="M16.75 15.75v6l1.75-1.5m-1.75-1.5 1.5-1.25"/>',
  synced: '<path d="M7.25 18.5a4.25 4.25 0 0 1-.6-8.46 5.5 5.5 0 0 1 10.6 1.02 3.75 3.75 0 0 1 .25 7.44z"/>',
  device: '<rect x="7" y="2.75" width="10" height="18.5" rx="2.25"/><path d="M10.75 18h2.5"/>',
  plus: '<path d="M12 5.5v13M5.5 12h13"/>',
  shield: '<path d="M12 3.25 5 6v5.25c0 4.4 2.9 7.7 7 9.5 4.1-1.8 7-5.1 7-9.5V6z"/><path d="m9 11.75 2.1 2.1L15 10"/>',
  chevron: '<path d="m7 9.75 5 5 5-5"/>',
  check: '<path d="m5.5 12.5 4.25 4.25L18.5 7.5"/>',
  lock: '<rect x="5" y="10.75" width="14" height="9.5" rx="2.25"/><path d="M8.25 10.75V7.5a3.75 3.75 0 0 1 7.5 0v3.25"/>',
  spark:
    '<path d="M12 3.75v3.5m0 9.5v3.5M3.75 12h3.5m9.5 0h3.5M6.2 6.2l2.4 2.4m6.8 6.8 2.4 2.4m0-11.6-2.4 2.4m-6.8 6.8-2.4 2.4"/>',
} as const

export type IconName = keyof typeof drawings

/** A decorative icon next to text. Screen readers skip it. */
export function icon(name: IconName) {
  return raw(`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${drawings[name]}</svg>`)
}

/** The logo of the app: a page with a folded corner and two lines of text. */
export const mark = raw(
  '<svg class="mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false"><path class="mark-page" d="M7 3h12.5L26 9.5V26a3 3 0 0 1-3 3H7a3 3 0 0 1-3-3V6a3 3 0 0 1 3-3z"/><path class="mark-line" d="M9.5 14.5c2-1.6 3.6-1.6 5.4 0s3.6 1.6 5.6 0M9.5 20.5c2-1.6 3.6-1.6 5.4 0"/></svg>',
)
