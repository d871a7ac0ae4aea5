import { flatRow } from './flat-row.js'
import { readDeviceType } from './read-fields.js'
import type { RowFormat } from './row-format.js'

/**
 * Rows of Better Auth's table `passkey`, from any of its database layers. Better Auth generates a user handle for
 * each registration and stores none, so the handle is unknown.
 */
export const betterAuthRow: RowFormat = flatRow({
  id: 'credentialID',
  columns: { id: ['_id'], deviceType: [] },
  readEligible: (row) => readDeviceType(row, 'deviceType'),
})
