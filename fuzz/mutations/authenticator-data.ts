import {
  type AuthenticatorData,
  type AuthenticatorDataLie,
  authenticatorFlags as flag,
  type RegistrationAuthenticatorData,
} from '@latchkey/testing'
import type { Random } from '../../test-support/random.js'
import { byteMutations, randomBytes } from './bytes.js'
import { coseKeyMutations } from './cose-key.js'
import { writeCbor } from './write-cbor.js'

export type ChangeAuthenticatorData<Data extends AuthenticatorData = AuthenticatorData> = (
  honest: Data,
  random: Random,
) => AuthenticatorDataLie

const extensionMaps: readonly ReadonlyMap<unknown, unknown>[] = [
  new Map(),
  new Map([['credProtect', 2]]),
  new Map<string, unknown>([
    ['hmac-secret', true],
    ['credProtect', 3],
  ]),
  new Map<string, unknown>([
    ['credProtect', 3],
    ['hmac-secret', true],
  ]),
  new Map([[1, 2]]),
  new Map([['x'.repeat(40), 1]]),
  new Map([['deep', [[[[[1]]]]]]]),
  new Map([['uvm', [[2, 4, 2]]]]),
  new Map([['float', 1.5]]),
]

/** Mutations of authenticator data before it is signed, in either ceremony. */
export const authenticatorDataMutations: Readonly<Record<string, ChangeAuthenticatorData>> = {
  'a flag': (it, random) => ({ ...it, flags: it.flags ^ (1 << random.below(8)) }),
  'any flags': (it, random) => ({ ...it, flags: random.below(256) }),
  'another RP ID hash': (it, random) => ({
    ...it,
    rpIdHash: random.pick(Object.values(byteMutations))(it.rpIdHash, random),
  }),
  'another sign count': (it, random) => ({
    ...it,
    signCount: random.pick([0, 1, 2, 0x7fffffff, 0x80000000, 0xffffffff]),
  }),
  extensions: (it, random) => ({ ...it, flags: it.flags | flag.extensionData, extensions: random.pick(extensionMaps) }),
  'extensions in odd CBOR': (it, random) => ({
    ...it,
    flags: it.flags | flag.extensionData,
    extensions: writeCbor(random.pick(extensionMaps), { odd: 30, random }),
  }),
  'extensions that are any bytes': (it, random) => ({
    ...it,
    flags: it.flags | flag.extensionData,
    extensions: randomBytes(random, random.below(12)),
  }),
  'extensions without their flag': (it, random) => ({ ...it, extensions: random.pick(extensionMaps) }),
  'bytes at the end': (it, random) => ({ ...it, trailing: randomBytes(random, 1 + random.below(8)) }),
}

/** Additional mutations of the credential in it. */
export const attestedCredentialMutations: Readonly<
  Record<string, ChangeAuthenticatorData<RegistrationAuthenticatorData>>
> = {
  'another length of the id': (it, random) =>
    withAttested(it, { credentialIdLength: random.pick([0, 1, 15, 31, 33, 255, 1023, 1024, 0xffff]) }),
  'an id of another length': (it, random) =>
    withAttested(it, { credentialId: randomBytes(random, random.pick([0, 1, 15, 16, 64, 1023, 1024])) }),
  'an AAGUID of another length': (it, random) =>
    withAttested(it, { aaguid: randomBytes(random, random.pick([0, 15, 17])) }),
  'any AAGUID': (it, random) => withAttested(it, { aaguid: randomBytes(random, 16) }),
  'a changed key': (it, random) => {
    const change = random.pick(Object.values(coseKeyMutations))
    return withAttested(it, { publicKey: change(it.attestedCredentialData.publicKey, random) })
  },
}

function withAttested(
  honest: RegistrationAuthenticatorData,
  change: Partial<NonNullable<AuthenticatorDataLie['attestedCredentialData']>>,
): AuthenticatorDataLie {
  return { ...honest, attestedCredentialData: { ...honest.attestedCredentialData, ...change } }
}
