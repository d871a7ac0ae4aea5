import { PasskeyError } from '../../errors.js'
import type { ClientData } from '../parse/client-data.js'

/**
 * The client data is for this type of ceremony. Only this check separates an assertion from a replayed self
 * attestation.
 *
 * @throws {PasskeyError} `client_data_type_mismatch`
 */
export function checkClientDataType(clientData: ClientData, type: 'webauthn.create' | 'webauthn.get'): void {
  if (clientData.type !== type) throw new PasskeyError('client_data_type_mismatch')
}
