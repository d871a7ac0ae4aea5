import { PasskeyClientError } from './errors.js'

/**
 * What the server found wrong in what it was sent, such as `email: is taken`: one line for each fault, which begins
 * with the name of the member and a colon. Empty for any other error.
 */
export function complaintsOf(error: unknown): readonly string[] {
  const problem = error instanceof PasskeyClientError ? error.cause : undefined
  const isObject = typeof problem === 'object' && problem !== null
  const complaints = isObject && 'complaints' in problem ? problem.complaints : undefined
  return Array.isArray(complaints) ? complaints.map(String) : []
}
