import type { PasskeyClient } from '@latchkey/browser'
import type { PasskeyJSON } from '@latchkey/wire'
import { findElement } from './find-element.js'
import { showNotice, showProblem } from './notice.js'

/** A user who has lost every passkey creates a new one with a recovery code. */
export function runRecoverPage(client: PasskeyClient): void {
  const email = findElement('#email', HTMLInputElement)
  const code = findElement('#code', HTMLInputElement)
  onSubmit(() => client.recover({ identifier: email.value, code: code.value }))
}

/** An invited user creates a passkey. The link's fragment has the id and the code. */
export function runInvitationPage(client: PasskeyClient): void {
  const [id = '', code = ''] = location.hash.slice(1).split('/')
  onSubmit(() => client.redeemInvitation({ id, code }))
}

/** A code leads to a passkey, and the passkey signs in. */
function onSubmit(create: () => Promise<PasskeyJSON>): void {
  const form = findElement('form.stack', HTMLFormElement)
  const succeed = ({ name }: PasskeyJSON) => {
    showNotice(`Created “${name}”.`)
    form.hidden = true
    findElement('#next', HTMLElement).hidden = false
  }
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    showNotice('')
    create().then(succeed).catch(showProblem)
  })
}
