'use client'
import { usePasskeys, usePrompt } from '@latchkey/react'
import { client } from '../passkey-client.js'

export function Passkeys() {
  const { passkeys = [], enroll, remove, refresh, error } = usePasskeys(client)
  return (
    <>
      <Prompt onCreated={refresh} />
      <h2>Passkeys</h2>
      <ul id="passkeys">
        {passkeys.map(({ id, name }) => (
          <li key={id}>
            {name}{' '}
            <button type="button" onClick={() => remove(id)}>
              Remove {name}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" onClick={() => enroll()}>
        Add a passkey
      </button>
      <output>{error?.message}</output>
    </>
  )
}

function Prompt({ onCreated }) {
  const { prompt, passkey, enroll, answer, error } = usePrompt(client)
  if (!prompt || prompt.prompt === 'none' || passkey) return null
  return (
    <section id="prompt">
      <p>Sign in faster next time: with your fingerprint, your face or your PIN.</p>
      <button id="create" type="button" onClick={async () => (await enroll()) && onCreated()}>
        Create a passkey
      </button>
      <button id="not-now" type="button" onClick={() => answer('not-now')}>
        Not now
      </button>
      <output>{error?.message}</output>
    </section>
  )
}
