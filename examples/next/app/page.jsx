import { Credentials } from '../components/credentials.jsx'
import { PasskeySignIn } from '../components/passkey-sign-in.jsx'
import { signIn, signUp } from './actions.js'

export default async function Page({ searchParams }) {
  const { failed } = await searchParams
  return (
    <>
      <h1>Sign in</h1>
      <form id="sign-in" action={signIn}>
        <Credentials />
        <button type="submit">Sign in</button>
        <PasskeySignIn />
      </form>
      <h2>New here?</h2>
      <form id="sign-up" action={signUp}>
        <Credentials isNew />
        <button type="submit">Create an account</button>
      </form>
      <output>{failed !== undefined && 'That did not work. Please try again.'}</output>
    </>
  )
}
