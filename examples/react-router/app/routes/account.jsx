import { Form, redirect } from 'react-router'
import { Passkeys } from '../../components/passkeys.jsx'
import { endSession, readSession } from '../../sessions.js'

export function loader({ request }) {
  return readSession(request.headers.get('cookie')) ? null : redirect('/')
}

export function action({ request }) {
  return redirect('/', { headers: { 'set-cookie': endSession(request.headers.get('cookie')) } })
}

export default function Account() {
  return (
    <>
      <h1>Your account</h1>
      <Passkeys />
      <Form method="post">
        <button type="submit">Sign out</button>
      </Form>
    </>
  )
}
