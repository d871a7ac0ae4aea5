import { createPasskeyClient } from '@latchkey/browser'
import { useAutofill, useSignIn } from '@latchkey/react'

const passkeys = createPasskeyClient()

export function SignInPage({ onSignedIn }: { readonly onSignedIn: () => void }) {
  useAutofill(passkeys, { onSignedIn })
  const { signIn, pending, error } = useSignIn(passkeys, { onSignedIn })
  return (
    <form>
      <input name="email" autoComplete="username webauthn" />
      <button type="button" disabled={pending} onClick={() => signIn()}>
        Sign in with a passkey
      </button>
      <output>{error?.message}</output>
    </form>
  )
}
