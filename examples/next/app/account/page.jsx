import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { Passkeys } from '../../components/passkeys.jsx'
import { readSession } from '../../sessions.js'
import { signOut } from '../actions.js'

export default async function Page() {
  if (!(await readSession(await cookies()))) redirect('/')
  return (
    <>
      <h1>Your account</h1>
      <Passkeys />
      <form action={signOut}>
        <button type="submit">Sign out</button>
      </form>
    </>
  )
}
