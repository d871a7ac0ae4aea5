import { useState } from 'react'
import { Credentials } from '../components/credentials.jsx'
import { PasskeySignIn } from '../components/passkey-sign-in.jsx'
import { call } from './call.js'

export function SignIn() {
  const [message, setMessage] = useState('')
  const submitTo = (path) => async (event) => {
    event.preventDefault()
    const { ok } = await call('POST', path, { body: Object.fromEntries(new FormData(event.currentTarget)) })
    if (ok) location.assign('/account')
    else setMessage('That did not work. Please try again.')
  }
  return (
    <>
      <h1>Sign in</h1>
      <form id="sign-in" onSubmit={submitTo('/sign-in')}>
        <Credentials />
        <button type="submit">Sign in</button>
        <PasskeySignIn />
      </form>
      <h2>New here?</h2>
      <form id="sign-up" onSubmit={submitTo('/sign-up')}>
        <Credentials isNew />
        <button type="submit">Create an account</button>
      </form>
      <output>{message}</output>
    </>
  )
}
