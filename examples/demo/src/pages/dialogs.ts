import { html } from 'hono/html'

/** The dialogs of the account page. The client fills in the names. */
export const dialogs = html`<dialog id="rename-dialog" aria-labelledby="rename-title">
    <form method="dialog" class="stack">
      <h2 id="rename-title">Rename passkey</h2>
      <div class="field">
        <label for="new-name">Name</label>
        <input id="new-name" name="name" required maxlength="100" autocomplete="off" />
      </div>
      <div class="choices">
        <button class="button" type="button" data-cancel>Cancel</button>
        <button class="button primary" type="submit" value="confirm">Save</button>
      </div>
    </form>
  </dialog>
  <dialog id="remove-dialog" aria-labelledby="remove-title" aria-describedby="remove-text">
    <form method="dialog" class="stack">
      <h2 id="remove-title">Remove “<span data-name></span>”?</h2>
      <p id="remove-text">You won’t be able to sign in with this passkey anymore.</p>
      <div class="choices">
        <button class="button" type="button" data-cancel autofocus>Cancel</button>
        <button class="button primary danger" type="submit" value="confirm">Remove</button>
      </div>
    </form>
  </dialog>
  <dialog id="code-dialog" aria-labelledby="code-title" aria-describedby="code-text">
    <form method="dialog" class="stack">
      <h2 id="code-title">Enter the code</h2>
      <p id="code-text">We sent you a code, so that only you can add a passkey. In the demo it is in the terminal.</p>
      <div class="field">
        <label for="code">Code</label>
        <input id="code" name="code" required maxlength="20" inputmode="numeric" autocomplete="one-time-code" />
      </div>
      <div class="choices">
        <button class="button" type="button" data-cancel>Cancel</button>
        <button class="button primary" type="submit" value="confirm">Create a passkey</button>
      </div>
    </form>
  </dialog>
  <dialog id="again-dialog" aria-labelledby="again-title" aria-describedby="again-text">
    <form method="dialog" class="stack">
      <h2 id="again-title">Please sign in again</h2>
      <p id="again-text">You signed in a while ago. To change your passkeys, confirm that it’s you.</p>
      <div class="choices">
        <button class="button" type="button" data-cancel>Cancel</button>
        <a class="button primary" href="/sign-in?again">Sign in again</a>
      </div>
    </form>
  </dialog>`
