import { useEffect } from 'react'
import { Passkeys } from '../components/passkeys.jsx'
import { call } from './call.js'

export function Account() {
  useEffect(() => {
    call('GET', '/session').then(({ ok }) => ok || location.assign('/'))
  }, [])
  const signOut = () => call('POST', '/sign-out').then(() => location.assign('/'))
  return (
    <>
      <h1>Your account</h1>
      <Passkeys />
      <button type="button" onClick={signOut}>
        Sign out
      </button>
    </>
  )
}
