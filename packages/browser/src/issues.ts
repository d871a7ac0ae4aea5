import type { FieldIssue } from '@latchkey/wire'
import { PasskeyClientError } from './errors.js'

/**
 * The server's issues with the sent data, field by field, such as `{ path: 'email', message: 'is taken' }`. Empty for
 * any other error.
 */
export function issuesOf(error: unknown): readonly FieldIssue[] {
  const problem = error instanceof PasskeyClientError ? error.cause : undefined
  const isObject = typeof problem === 'object' && problem !== null
  const issues: unknown = isObject && 'issues' in problem ? problem.issues : undefined
  return Array.isArray(issues) ? issues.filter(isFieldIssue) : []
}

function isFieldIssue(value: unknown): value is FieldIssue {
  const isObject = typeof value === 'object' && value !== null
  return (
    isObject &&
    'path' in value &&
    typeof value.path === 'string' &&
    'message' in value &&
    typeof value.message === 'string'
  )
}
