import { betterAuthRow } from './better-auth-row.js'
import { hankoRow } from './hanko-row.js'
import { latchkeyRow } from './latchkey-row.js'
import type { RowFormat } from './row-format.js'
import { simpleWebAuthnRow } from './simplewebauthn-row.js'

/** What passkeys can be read from: the products and libraries whose rows are known, closed. */
export const importFormats = {
  latchkey: latchkeyRow,
  simplewebauthn: simpleWebAuthnRow,
  'better-auth': betterAuthRow,
  hanko: hankoRow,
} as const satisfies Readonly<Record<string, RowFormat>>

/** Whose rows they are. */
export type ImportFormat = keyof typeof importFormats
