import { html } from 'hono/html'

/** The dialog of the account page for users who have to sign in again. The list of passkeys has dialogs of its own. */
export const dialogs = html`<dialog id="again-dialog" aria-labelledby="again-title" aria-describedby="again-text">
    <form method="dialog" class="stack">
      <h2 id="again-title">Please sign in again</h2>
      <p id="again-text">You signed in a while ago. To change your passkeys, confirm that it’s you.</p>
      <div class="choices">
        <button class="button" type="button" data-cancel>Cancel</button>
        <a class="button primary" href="/sign-in?again">Sign in again</a>
      </div>
    </form>
  </dialog>`
