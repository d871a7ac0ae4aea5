import { PasskeyError, type Passkeys } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { documentedCodes, withDocumentedCodes } from '../../../test-support/documented-codes.js'
import { createWorld } from './world.js'

const { passkeys } = createWorld()

/** `manage.list` and every other path of a method. `Object.entries` reads what an app can call. */
function pathsOf(api: object, above: readonly string[] = []): string[] {
  return Object.entries(api).flatMap(([name, member]) => {
    const path = [...above, name]
    if (typeof member === 'function') return [path.join('.')]
    const isGroup =
      typeof member === 'object' && !['relyingParty', 'logger', 'problemTypes'].includes(name) && !Array.isArray(member)
    return isGroup ? pathsOf(member, path) : []
  })
}

function failing(code: 'limit_reached' | 'storage_unavailable'): Passkeys {
  const list = () => Promise.reject(new PasskeyError(code))
  return withDocumentedCodes({ ...passkeys, manage: { ...passkeys.manage, list } })
}

describe('the codes that docstrings list', () => {
  test('are read for every method, and each method but those that only report lists one', () => {
    const methods = pathsOf(passkeys)
    expect([...documentedCodes.keys()].sort()).toEqual(methods.sort())
    const silent = methods.filter((path) => documentedCodes.get(path)?.size === 0)
    expect(silent).toEqual(['admin.metadata.status', 'doctor', 'health'])
  })

  test('include those of the method that a docstring refers to, and the checks of a verification', () => {
    expect(documentedCodes.get('admin.policy.clearOrganization')).toContain('version_conflict')
    expect(documentedCodes.get('admin.enroll.finish')).toContain('already_registered')
    expect(documentedCodes.get('signIn.finish')).toContain('signature_invalid')
    expect(documentedCodes.get('manage.list')).not.toContain('signature_invalid')
  })

  test('a listed code passes as it is', async () => {
    const thrown = failing('storage_unavailable').manage.list({ session: null })
    await expect(thrown).rejects.toMatchObject({ name: 'PasskeyError', code: 'storage_unavailable' })
  })

  test('a code that is not listed names its method', async () => {
    const thrown = failing('limit_reached').manage.list({ session: null })
    await expect(thrown).rejects.toThrow('manage.list threw limit_reached, which its docstring does not list')
  })
})
