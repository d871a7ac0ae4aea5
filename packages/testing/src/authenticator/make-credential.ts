import type { RegistrationResponseJSON } from '@latchkey/wire'
import { attestationMakers, encodeAttestationObject } from './attestation.js'
import type { CreateArguments } from './authenticator.js'
import { authenticatorFlags, type RegistrationAuthenticatorData } from './authenticator-data.js'
import { fromBase64url, toBase64url } from './base64url.js'
import type { ClientCreationOptions } from './client-options.js'
import type { CredentialMap, HeldCredential } from './credential-map.js'
import { flagsByte } from './flags-byte.js'
import { effectiveRpId } from './relying-party-id.js'
import type { Settings } from './settings.js'
import { sha256 } from './sha256.js'
import { signingAlgorithms } from './signing-algorithms.js'
import type { KeySource, SigningAlgorithm } from './signing-key.js'
import type { RegistrationTamper } from './tamper.js'
import {
  type TamperedParts,
  tamperedEnvelope,
  tamperedKey,
  tamperedParts,
  tamperedSignature,
} from './tampered-parts.js'

/** One registration: its authenticator, and its options. */
export interface MakeCredentialInput {
  readonly settings: Settings
  readonly credentials: CredentialMap
  readonly keys: KeySource
  readonly options: ClientCreationOptions
  readonly how: CreateArguments
}

/** Creates a credential, stores it and returns the response. */
export async function makeCredential(input: MakeCredentialInput): Promise<RegistrationResponseJSON> {
  const { settings, credentials, keys, options, how } = input
  const rpId = effectiveRpId(settings.origin, options.rp.id)
  checkAttachment(settings, options)
  const userHandle = checkedUserHandle(options)
  const key = await chooseAlgorithm(settings, options).makeKey(keys)
  checkNotExcluded(credentials, rpId, options)
  const credential: HeldCredential = {
    id: toBase64url(keys.randomBytes(settings.credentialIdLength)),
    rpId,
    userHandle,
    discoverable: wantsDiscoverable(options),
    signCount: settings.counts ? 1 : 0,
    key,
  }
  const response = registrationResponse(input, credential, how.tamper ?? {})
  credentials.add(credential)
  return tamperedEnvelope(response, how.tamper ?? {})
}

function checkAttachment(settings: Settings, { authenticatorSelection }: ClientCreationOptions): void {
  const wanted = authenticatorSelection?.authenticatorAttachment ?? settings.attachment
  if (wanted !== settings.attachment) throw new DOMException('No such authenticator is there.', 'NotAllowedError')
}

function checkedUserHandle({ user }: ClientCreationOptions): string {
  const { length } = fromBase64url(user.id)
  if (length < 1 || length > 64) throw new TypeError('user.id must be 1 to 64 bytes long.')
  return user.id
}

function chooseAlgorithm(settings: Settings, { pubKeyCredParams }: ClientCreationOptions): SigningAlgorithm {
  // An empty list means ES256 and RS256: https://www.w3.org/TR/webauthn-3/#sctn-createCredential
  const offered =
    pubKeyCredParams.length === 0
      ? [-7, -257]
      : pubKeyCredParams.filter(({ type }) => type === 'public-key').map(({ alg }) => alg)
  const chosen = offered.find((algorithm) => settings.algorithms.includes(algorithm))
  const row = chosen === undefined ? undefined : signingAlgorithms.get(chosen)
  if (!row) throw new DOMException('None of the algorithms offered is known.', 'NotSupportedError')
  return row
}

function checkNotExcluded(credentials: CredentialMap, rpId: string, options: ClientCreationOptions): void {
  const excluded = (options.excludeCredentials ?? []).map(({ id }) => toBase64url(fromBase64url(id)))
  if (credentials.findOneOf(rpId, excluded)) {
    throw new DOMException('The authenticator already holds one of the excluded credentials.', 'InvalidStateError')
  }
}

function wantsDiscoverable({ authenticatorSelection }: ClientCreationOptions): boolean {
  const { residentKey, requireResidentKey = false } = authenticatorSelection ?? {}
  const requirement = residentKey ?? (requireResidentKey ? 'required' : 'discouraged')
  return requirement === 'required' || requirement === 'preferred'
}

function registrationResponse(
  { settings, options, how }: MakeCredentialInput,
  credential: HeldCredential,
  tamper: RegistrationTamper,
): RegistrationResponseJSON {
  const parts = tamperedParts(
    {
      clientData: {
        type: 'webauthn.create',
        challenge: toBase64url(fromBase64url(options.challenge)),
        origin: settings.origin,
        crossOrigin: false,
      },
      authenticatorData: registrationAuthenticatorData(settings, credential, how),
    },
    tamper,
  )
  const { id, key, discoverable } = credential
  return {
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: settings.attachment,
    response: {
      clientDataJSON: toBase64url(parts.sent.clientDataJSON),
      attestationObject: toBase64url(attestationObject(settings, credential, parts, tamper)),
      authenticatorData: toBase64url(parts.sent.authenticatorData),
      publicKey: toBase64url(key.subjectPublicKeyInfo),
      publicKeyAlgorithm: key.algorithm,
      transports: [...settings.transports],
    },
    clientExtensionResults: options.extensions?.credProps === true ? { credProps: { rk: discoverable } } : {},
  }
}

function registrationAuthenticatorData(
  settings: Settings,
  { id, rpId, signCount, key }: HeldCredential,
  { userVerified = settings.userVerified, mediation }: CreateArguments,
): RegistrationAuthenticatorData {
  const userPresent = mediation !== 'conditional'
  return {
    rpIdHash: sha256(rpId),
    flags:
      flagsByte({ userPresent, userVerified: userPresent && userVerified, synced: settings.synced }) |
      authenticatorFlags.attestedCredentialData,
    signCount,
    attestedCredentialData: {
      aaguid: settings.aaguid.slice(),
      credentialId: fromBase64url(id),
      publicKey: new Map(key.publicKey),
    },
  }
}

function attestationObject(
  settings: Settings,
  { id, key, rpId }: HeldCredential,
  { sent, signedBytes, clientDataHash }: TamperedParts,
  tamper: RegistrationTamper,
): Uint8Array {
  if (settings.attestation === 'none' && (tamper.signature || tamper.signingKey)) {
    throw new TypeError("With attestation 'none' nothing is signed, so there is no signature to lie about.")
  }
  const { authority, aaguid } = settings
  const statement = attestationMakers[settings.attestation]({
    ...{ signedBytes, clientDataHash, authority, aaguid, tamper: tamper.statement ?? {} },
    rpIdHash: sha256(rpId),
    credentialId: fromBase64url(id),
    credentialKey: tamperedKey(key, tamper),
    attestationKey: tamperedSignature(settings.attestationKey, tamper),
  })
  const honest = { ...statement, authData: sent.authenticatorData }
  return encodeAttestationObject(tamper.attestation?.(honest, clientDataHash) ?? honest)
}
