import { platform } from '#platform'
import { PasskeyError } from '../../../errors.js'
import { sameText } from '../../../platform/constant-time.js'
import { readWithCode } from '../../parse/json-object.js'
import { readAlternativeNames } from '../certificates/extensions.js'
import { readSignedJson, type SignedJson } from '../signed-json.js'
import { type CertifiedStatement, type ProvenStatement, readBytes, signedBytes } from '../statement.js'

const service = 'attest.android.com'
const oldestMs = 60_000
const clockSkewMs = 10_000

/**
 * A SafetyNet statement is valid: Google's service confirms, now and for this ceremony, that the device has
 * integrity. The service was shut down in 2025, so the format must be enabled by name.
 *
 * @throws {PasskeyError} as `StatementVerifier`, `attestation_challenge_mismatch`, `attestation_safetynet_cts`,
 *   `attestation_safetynet_timestamp`
 * @see https://www.w3.org/TR/webauthn-3/#sctn-android-safetynet-attestation
 */
export async function verifyAndroidSafetynet(input: CertifiedStatement): Promise<ProvenStatement> {
  const version = input.statement.get('ver')
  if (typeof version !== 'string' || version === '') throw new PasskeyError('attestation_statement_malformed')
  const { payload, chain } = await readSignedJson(readText(readBytes(input.statement, 'response')))
  const isService = readAlternativeNames(chain[0]).hosts.includes(service)
  if (!isService) throw new PasskeyError('attestation_certificate_invalid')
  await checkNonce(payload, input)
  if (payload.ctsProfileMatch !== true) throw new PasskeyError('attestation_safetynet_cts')
  checkTime(payload, input.rules.now)
  return { chain, coversModel: true }
}

function readText(bytes: Uint8Array): string {
  return readWithCode('attestation_statement_malformed', () => new TextDecoder('utf-8', { fatal: true }).decode(bytes))
}

type Payload = SignedJson['payload']

/** Standard base64 with padding, unlike everything else in WebAuthn. */
async function checkNonce({ nonce }: Payload, input: CertifiedStatement): Promise<void> {
  const expected = btoa(String.fromCharCode(...(await platform.sha256(signedBytes(input)))))
  if (typeof nonce !== 'string' || !sameText(nonce, expected)) throw new PasskeyError('attestation_challenge_mismatch')
}

function checkTime({ timestampMs }: Payload, now: number): void {
  const isNow = typeof timestampMs === 'number' && timestampMs >= now - oldestMs && timestampMs <= now + clockSkewMs
  if (!isNow) throw new PasskeyError('attestation_safetynet_timestamp')
}
