import { flatRow } from './flat-row.js'
import type { RowFormat } from './row-format.js'

/**
 * Rows of the table `credentials` that the README of nuxt-auth-utils recommends. It has no device type, so for a
 * passkey that is not backed up the eligibility is unknown. The user handle is not stored.
 */
export const nuxtAuthUtilsRow: RowFormat = flatRow({ id: 'id', columns: {} })
