import { z } from 'zod'
import { canonicalText } from '../webauthn/parse/canonical-text.js'
import { canonicalIdentifier } from './identifier.js'

/** One member of a profile that is a text. */
interface ProfileField {
  /** In canonical form; undefined for what cannot be one. */
  read(value: unknown): string | undefined
  /** What to write instead. */
  readonly instead: string
}

const longestEmail = 254
const longestUsername = 64
const longestDisplayName = 100

const username = /^[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]*$/u
const lineSeparators = /[\u2028\u2029]/

/**
 * The texts that a profile may hold. No value of one identifier is a value of another, so that nobody takes a user name
 * which is somebody's address or number.
 */
export const profileFields = {
  email: identifier(z.regexes.html5Email, longestEmail, 'must be an e-mail address'),
  username: identifier(
    username,
    longestUsername,
    'must be 1 to 64 letters, digits, dots, underscores and hyphens, a letter or digit first',
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

/** The members by which a user is found. The first that a profile has is the name that authenticators show. */
export const identifierNames = ['email', 'username', 'phone'] as const satisfies readonly (keyof typeof profileFields)[]

function identifier(form: RegExp, longest: number, instead: string): ProfileField {
  return {
    read(value) {
      const text = canonicalIdentifier(value)
      return text !== undefined && [...text].length <= longest && form.test(text) ? text : undefined
    },
    instead,
  }
}
