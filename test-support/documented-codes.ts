import { readFileSync } from 'node:fs'
import { PasskeyError, type Passkeys } from '@latchkey/core'
import { errorTable } from '@latchkey/wire'
import { type DocumentedThrows, readThrows, withDocumentedThrows } from './documented-throws.js'

const sources = ['ceremony-api', 'own-ceremony-api', 'code-api', 'passkeys', 'admin-api', 'admin-enrollment-api'].map(
  (name) => readFileSync(new URL(`../packages/core/src/api/${name}.ts`, import.meta.url), 'utf8'),
)

/** The codes that the `@throws` of each method of `Passkeys` lists. */
export const documentedCodes: DocumentedThrows = new Map(
  [...readThrows(sources)].map(([path, names]) => [path, new Set([...names].filter((name) => name in errorTable))]),
)

/**
 * The same methods. A `PasskeyError` with a code that the method's docstring does not list becomes an `Error` that
 * names both, so that the test which sees it fails. `onThrown` gets the code of every other.
 */
export function withDocumentedCodes(passkeys: Passkeys, onThrown: (code: string) => void = () => {}): Passkeys {
  const nameOf = (error: unknown) => {
    if (!(error instanceof PasskeyError)) return undefined
    onThrown(error.code)
    return error.code
  }
  return withDocumentedThrows(passkeys, { throws: documentedCodes, nameOf })
}
