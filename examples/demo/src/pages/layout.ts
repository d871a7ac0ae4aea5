import { html } from 'hono/html'
import { assetPath } from '../assets.js'
import { mark } from './icons.js'

export type Html = ReturnType<typeof html>

export interface Page {
  /** Selects the client code that runs on the page. */
  readonly name:
    | 'sign-in'
    | 'sign-up'
    | 'offer'
    | 'account'
    | 'password'
    | 'second-step'
    | 'transfers'
    | 'recover'
    | 'invitation'
    | 'admin'
    | 'message'
  readonly title: string
  /** Right of the logo. */
  readonly corner?: Html
  /** Below the header. */
  readonly below?: Html
  readonly content: Html
}

/** Pages for signed-in users. The others use the frame of the entry pages. */
const inside: ReadonlySet<Page['name']> = new Set<Page['name']>(['account', 'transfers', 'admin'])

const style = assetPath('styles')
const script = assetPath('main')
const favicon = assetPath('icon')
const font = assetPath('figtree-latin-wght-normal')

/** A complete page. It loads everything from this server and has no inline scripts. */
export function layout({ name, title, corner, below, content }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Fieldnotes</title>
        <link rel="icon" href="${favicon}" type="image/svg+xml" />
        <link rel="preload" href="${font}" as="font" type="font/woff2" crossorigin />
        <link rel="stylesheet" href="${style}" />
        <script type="module" src="${script}"></script>
      </head>
      <body data-page="${name}" data-frame="${inside.has(name) ? 'app' : 'entry'}">
        <header class="top">
          <a class="brand" href="/">${mark}Fieldnotes</a>
          ${corner ?? ''}
        </header>
        ${below ?? ''}
        <main>${content}</main>
      </body>
    </html>`
}
