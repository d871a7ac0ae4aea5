'use client'
import { useAutofill, useSignIn } from '@latchkey/react'
import { client } from '../passkey-client.js'

const onSignedIn = () => location.assign('/account')

export function PasskeySignIn() {
  useAutofill(client, { onSignedIn })
  const { signIn, pending, error } = useSignIn(client, { onSignedIn })
  return (
    <>
      <button id="passkey" type="button" disabled={pending} onClick={() => signIn()}>
        Sign in with a passkey
      </button>
      <output>{error?.message}</output>
    </>
  )
}
