import type { Credentials } from './users.js'

/** The e-mail address and password of a form. Files and missing fields count as empty. */
export function readCredentials(form: Readonly<Record<string, unknown>>): Credentials {
  return { email: text(form.email).trim(), password: text(form.password) }
}

export const shortestPassword = 8
const longestPassword = 256
const longestEmail = 254

export interface Problem {
  readonly field: 'email' | 'password'
  readonly message: string
}

/** The reason why no account can have these credentials, if there is one. */
export function findProblem({ email, password }: Credentials): Problem | undefined {
  if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > longestEmail) {
    return { field: 'email', message: 'Enter an e-mail address, such as ada@example.com.' }
  }
  return findPasswordProblem(password)
}

/** The reason why this can't be a password, if there is one. */
export function findPasswordProblem(password: string): Problem | undefined {
  if (password.length < shortestPassword) {
    return { field: 'password', message: `Choose a password of at least ${shortestPassword} characters.` }
  }
  if (password.length > longestPassword) {
    return { field: 'password', message: `Choose a password of at most ${longestPassword} characters.` }
  }
  return undefined
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
