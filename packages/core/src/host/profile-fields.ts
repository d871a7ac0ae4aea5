import * as z from 'zod'
import { canonicalText } from '../webauthn/parse/canonical-text.js'
import { canonicalIdentifier } from './identifier.js'
import { isHighlyRestrictive } from './is-highly-restrictive.js'

/** A text member of a profile. */
interface ProfileField {
  /** The canonical form; undefined if the value is invalid. */
  read(value: unknown): string | undefined
  /** The message: what to write instead. */
  readonly instead: string
}

const longestEmail = 254
const longestUsername = 64
const longestDisplayName = 100

const username = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u
const lineSeparators = /[\u2028\u2029]/

/**
 * The text members of a profile. The value sets of the identifiers do not overlap, so a user name can never be another
 * user's e-mail address or phone number.
 */
export const profileFields = {
  email: identifier(z.regexes.html5Email, longestEmail, 'must be an e-mail address'),
  username: identifier(
    { test: (text) => username.test(text) && isHighlyRestrictive(text) },
    longestUsername,
    'must be 1 to 64 visible letters of one script, digits, dots, underscores and hyphens, a letter or digit first',
  ),
  phone: identifier(z.regexes.e164, 16, 'must be in E.164 form, such as +4915112345678'),
  displayName: {
    read(value) {
      const text = canonicalText(value, 2 * longestDisplayName)
      return text === undefined || lineSeparators.test(text) || [...text].length > longestDisplayName ? undefined : text
    },
    instead: 'must be 1 to 100 characters, without control characters',
  },
} as const satisfies Readonly<Record<string, ProfileField>>

/** The members that identify a user. Authenticators show the first one that a profile has. */
export const identifierNames = ['email', 'username', 'phone'] as const satisfies readonly (keyof typeof profileFields)[]

function identifier(form: Pick<RegExp, 'test'>, longest: number, instead: string): ProfileField {
  return {
    read(value) {
      const text = canonicalIdentifier(value)
      return text !== undefined && [...text].length <= longest && form.test(text) ? text : undefined
    },
    instead,
  }
}
