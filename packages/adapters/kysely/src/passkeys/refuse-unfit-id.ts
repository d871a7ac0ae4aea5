import { refuseUnfit } from '@latchkey/storage'

/**
 * A credential id is base64url, so its column holds ASCII only where that makes room for it in an index; anything else
 * would be changed there by a MySQL whose strict mode the host has switched off.
 *
 * @throws {RangeError}
 */
export function refuseUnfitId(id: string): void {
  refuseUnfit({ id })
  if (!/^[\w-]*$/.test(id)) throw new RangeError('id is not base64url.')
}
