import { createPasskeyClient } from '@latchkey/browser'

const passkeys = createPasskeyClient()
const onSignedIn = () => location.assign('/account')
const onError = ({ code, message }) => {
  if (code !== 'cancelled') document.querySelector('#message').value = message
}

// Among the suggestions of the field for the address, and behind a button.
passkeys.autofill({ onSignedIn, onError })
document.querySelector('#passkey').onclick = () => passkeys.signIn().then(onSignedIn, onError)
if (location.search === '?failed') document.querySelector('#message').value = 'That did not work. Please try again.'
