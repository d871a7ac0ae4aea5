import { authJsRow } from './auth-js-row.js'
import { betterAuthRow } from './better-auth-row.js'
import { hankoRow } from './hanko-row.js'
import { latchkeyRow } from './latchkey-row.js'
import { nuxtAuthUtilsRow } from './nuxt-auth-utils-row.js'
import type { RowFormat } from './row-format.js'
import { simpleWebAuthnRow } from './simplewebauthn-row.js'

/** The closed set of products and libraries whose rows can be imported. */
export const importFormats = {
  latchkey: latchkeyRow,
  simplewebauthn: simpleWebAuthnRow,
  'better-auth': betterAuthRow,
  'auth-js': authJsRow,
  'nuxt-auth-utils': nuxtAuthUtilsRow,
  hanko: hankoRow,
} as const satisfies Readonly<Record<string, RowFormat>>

/** The product or library that wrote the rows. */
export type ImportFormat = keyof typeof importFormats
