import { html } from 'hono/html'
import { shortestPassword } from '../credentials.js'
import type { Html } from './layout.js'

/** The input for a new password. */
export function newPasswordField({
  invalid,
  autofocus,
}: {
  readonly invalid: boolean
  readonly autofocus: boolean
}): Html {
  return html`<div class="field">
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="new-password" required
      minlength="${shortestPassword}" maxlength="256" aria-describedby="password-hint notice"
      ${invalid ? html`aria-invalid="true"` : ''} ${autofocus ? 'autofocus' : ''} />
    <p class="hint" id="password-hint">At least ${shortestPassword} characters.</p>
  </div>`
}
