import type { PasskeysConfig } from '@latchkey/core'
import {
  type Authenticator,
  type AuthenticatorOptions,
  createAttestationAuthority,
  type RegistrationTamper,
} from '@latchkey/testing'
import { describe, expect, test } from 'vitest'
import { ofTpmMaker } from '../../webauthn/attestation/of-tpm-maker.js'
import { createWorld, stateOf } from '../../world.js'

const authority = createAttestationAuthority()
const aaguid = 'adce0002-35bc-c60a-648b-0b25f1f05503'

/** The stored attestation, or the code of the refusal inside. */
async function outcomeOf(
  config: Partial<PasskeysConfig>,
  options: Partial<AuthenticatorOptions>,
  { attestation = 'direct', tamper = {} }: { attestation?: 'direct' | 'none'; tamper?: RegistrationTamper } = {},
) {
  const trust = { roots: [authority.rootPem] }
  const world = createWorld({ ...config, policy: { mode: 'optional', attestation, trust } } as PasskeysConfig)
  const honest = world.authenticator({ authority, aaguid, synced: false, ...options })
  const authenticator: Authenticator = { ...honest, create: (asked) => honest.create(asked, { tamper }) }
  const error = await world.enroll(authenticator).then(
    () => undefined,
    (it) => it,
  )
  if (error) return error.cause?.code ?? error.code
  return (await stateOf(world)).passkeys[0]?.attestation
}

describe('attestationFormats', () => {
  test('say which formats are accepted', async () => {
    const only = { attestationFormats: ['tpm'] } as const
    expect(await outcomeOf(only, { attestation: 'tpm', algorithms: [-257] })).toMatchObject({ trusted: true })
    expect(await outcomeOf(only, { attestation: 'packed' })).toBe('attestation_format_unsupported')
  })

  test('turn SafetyNet on', async () => {
    const statement = { attestation: 'android-safetynet' } as const
    expect(await outcomeOf({}, statement)).toBe('attestation_format_unsupported')
    const outcome = await outcomeOf({ attestationFormats: ['android-safetynet'] }, statement)
    expect(outcome).not.toBe('attestation_format_unsupported')
  })

  test('do not refuse what has no certificates, and do not trust it', async () => {
    const only = { attestationFormats: ['tpm'] } as const
    expect(await outcomeOf(only, { attestation: 'none' })).toMatchObject({ type: 'none', trusted: false })
  })

  test('refuse nothing where no attestation is requested', async () => {
    const only = { attestationFormats: ['tpm'] } as const
    expect(await outcomeOf(only, { attestation: 'packed' }, { attestation: 'none' })).toMatchObject({ trusted: false })
  })

  test.each([[[]], [['none']], [['Packed']], ['packed']])('%j does not start', (wrong) => {
    expect(() => createWorld({ attestationFormats: wrong as never })).toThrow(/attestationFormats/)
  })
})

describe('attestationAlgorithms', () => {
  test('say what a statement may be signed with', async () => {
    const statement = { attestation: 'packed' } as const
    expect(await outcomeOf({ attestationAlgorithms: [-7] }, statement)).toMatchObject({ trusted: true })
    expect(await outcomeOf({ attestationAlgorithms: [-257] }, statement)).toBe('attestation_alg_not_allowed')
  })

  test.each([[[]], [[0]], [[1.5]], [['ES256']], [-7]])('%j does not start', (wrong) => {
    expect(() => createWorld({ attestationAlgorithms: wrong as never })).toThrow(/attestationAlgorithms/)
  })
})

describe('tpmManufacturers', () => {
  test('are trusted beside those that are known', async () => {
    const tpm = { attestation: 'tpm', algorithms: [-257] } as const
    const tamper = { statement: { leaf: ofTpmMaker('id:FFFFF1D0') } }
    expect(await outcomeOf({}, tpm, { tamper })).toBe('attestation_certificate_invalid')
    const config = { tpmManufacturers: ['id:FFFFF1D0'] }
    expect(await outcomeOf(config, tpm, { tamper })).toMatchObject({ format: 'tpm', trusted: true })
    expect(await outcomeOf(config, tpm)).toMatchObject({ format: 'tpm', trusted: true })
    expect(await outcomeOf({ tpmManufacturers: ['id:00000000'] }, tpm, { tamper })).toBe(
      'attestation_certificate_invalid',
    )
  })

  test.each([[['id:fffff1d0']], [['FFFFF1D0']], [['id:FFFFF1D']], ['id:FFFFF1D0'], [[7]]])(
    '%j does not start',
    (wrong) => {
      expect(() => createWorld({ tpmManufacturers: wrong as never })).toThrow(/tpmManufacturers/)
    },
  )
})
