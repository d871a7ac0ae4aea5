/** The fields of a form that signs in; with `isNew`, of one that creates an account. */
export function Credentials({ isNew = false }) {
  return (
    <>
      <label>
        E-mail <input name="email" type="email" autoComplete={isNew ? 'email' : 'username webauthn'} required />
      </label>
      <label>
        Password{' '}
        <input name="password" type="password" autoComplete={isNew ? 'new-password' : 'current-password'} required />
      </label>
    </>
  )
}
