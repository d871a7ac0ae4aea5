import { PasskeyClientError } from './errors.js'

/**
 * What the server says is wrong with what it was sent, such as `email: is taken`: a line for each fault, which begins
 * with the member that it is about and a colon. None for an error that says nothing of the kind.
 */
export function complaintsOf(error: unknown): readonly string[] {
  const problem = error instanceof PasskeyClientError ? error.cause : undefined
  const isObject = typeof problem === 'object' && problem !== null
  const complaints = isObject && 'complaints' in problem ? problem.complaints : undefined
  return Array.isArray(complaints) ? complaints.map(String) : []
}
