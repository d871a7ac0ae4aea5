import { Form, redirect } from 'react-router'
import { Credentials } from '../../components/credentials.jsx'
import { PasskeySignIn } from '../../components/passkey-sign-in.jsx'
import { beginSession } from '../../sessions.js'
import { checkPassword, createUser } from '../../users.js'

export async function action({ request }) {
  const form = await request.formData()
  const find = form.get('intent') === 'sign-up' ? createUser : checkPassword
  const userId = await find(form.get('email'), form.get('password'))
  if (!userId) return { failed: true }
  return redirect('/account', { headers: { 'set-cookie': await beginSession(userId, 'password') } })
}

export default function SignIn({ actionData }) {
  return (
    <>
      <h1>Sign in</h1>
      <Form id="sign-in" method="post">
        <input type="hidden" name="intent" value="sign-in" />
        <Credentials />
        <button type="submit">Sign in</button>
        <PasskeySignIn />
      </Form>
      <h2>New here?</h2>
      <Form id="sign-up" method="post">
        <input type="hidden" name="intent" value="sign-up" />
        <Credentials isNew />
        <button type="submit">Create an account</button>
      </Form>
      <output>{actionData?.failed && 'That did not work. Please try again.'}</output>
    </>
  )
}
