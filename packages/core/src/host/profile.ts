import type { AskedProfileJSON, FieldIssue } from '@latchkey/wire'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import * as z from 'zod'
import { PasskeyError } from '../errors.js'
import { canonicalText } from '../webauthn/parse/canonical-text.js'
import { type JsonObject, member, readObject } from '../webauthn/parse/json-object.js'
import { canonicalIdentifier } from './ids.js'
import { isHighlyRestrictive } from './is-highly-restrictive.js'

/** The members that a sign-up accepts. Others are refused. At least one identifier is required. */
export interface ProfileRules {
  /** A valid value of `<input type="email">`, at most 254 characters. The domain is converted to lower case. */
  readonly email?: FieldRequirement
  /** In E.164 form, such as +4915112345678. Only the page knows the country of a shorter form. */
  readonly phone?: FieldRequirement
  /**
   * 1 to 64 letters, digits, dots, underscores and hyphens: never a valid e-mail address or phone number. Its letters are of
   * one script, or of scripts that are written together, and all of it is visible (UTS 39, Highly Restrictive).
   */
  readonly username?: FieldRequirement
  /** 1 to 100 characters, shown by authenticators beside the identifier. */
  readonly displayName?: FieldRequirement
  /** A schema for anything else that your app asks: zod, Valibot, ArkType or any other Standard Schema. */
  readonly attributes?: StandardSchemaV1
}

/** Whether a sign-up must include the member. */
export type FieldRequirement = 'required' | 'optional'

/** A new user's profile, in canonical form. Omitted members are absent. */
export interface Profile {
  readonly email?: string
  readonly phone?: string
  readonly username?: string
  readonly displayName?: string
  /** The output of the attributes schema. */
  readonly attributes?: unknown
}

/** A parsed profile, and an input that parses to the same profile again, with the original attributes. */
export interface ReadProfile {
  readonly profile: Profile
  readonly sealable: JsonObject
}

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

/** The maximum size as JSON, in bytes. The profile is sealed into the ceremony. */
const longestJson = 2000

type FieldName = keyof typeof profileFields

const fieldNames = Object.keys(profileFields) as FieldName[]

/**
 * The profile in canonical form, valid under your app's rules.
 *
 * @throws {PasskeyError} `malformed`, with an issue for each member that is wrong, missing or not accepted;
 *   `too_large`
 * for more than 2000 bytes of JSON.
 */
export async function parseProfile(value: unknown, rules: ProfileRules): Promise<ReadProfile> {
  if (value === undefined)
    throw new PasskeyError('malformed', {
      issues: [{ path: 'profile', message: 'is missing; send { profile: { … } }' }],
    })
  const given = readObject(value, { code: 'malformed', name: 'profile' })
  if (new TextEncoder().encode(JSON.stringify(given)).length > longestJson) throw new PasskeyError('too_large')
  const texts = fieldNames.map((name) => readText(name, member(given, name), rules[name]))
  const attributes = await readAttributes(member(given, 'attributes'), rules.attributes)
  const fields: Profile = Object.assign({}, ...texts.map(({ field }) => field))
  const issues = [...unasked(given, rules), ...[...texts, attributes].flatMap((it) => it.issues)]
  const isNamed = identifierNames.some((name) => fields[name] !== undefined)
  if (issues.length === 0 && !isNamed) issues.push({ path: '', message: 'must hold an identifier' })
  if (issues.length > 0) throw new PasskeyError('malformed', { issues })
  return {
    profile: Object.freeze({ ...fields, ...attributes.field }),
    sealable: { ...given, ...fields },
  }
}

/** The members that a page must or may ask a new user for. Attributes are optional if their schema accepts none. */
export async function askedProfile({ attributes, ...texts }: ProfileRules): Promise<AskedProfileJSON> {
  const { issues } = await readAttributes(undefined, attributes)
  return { ...texts, ...(attributes ? { attributes: issues.length > 0 ? 'required' : 'optional' } : {}) }
}

/** A parsed member, or its issues. */
interface ReadMember {
  readonly field?: Profile
  readonly issues: readonly FieldIssue[]
}

const absent: ReadMember = { issues: [] }

function unasked(given: JsonObject, rules: ProfileRules): readonly FieldIssue[] {
  const asked = new Map(Object.entries(rules))
  return Object.keys(given)
    .filter((name) => asked.get(name) === undefined)
    .map((name) => ({ path: name, message: 'is not accepted' }))
}

function readText(name: FieldName, value: unknown, wish: FieldRequirement | undefined): ReadMember {
  if (wish === undefined) return absent
  if (value === undefined) return wish === 'optional' ? absent : { issues: [{ path: name, message: 'is missing' }] }
  const { read, instead } = profileFields[name]
  const text = read(value)
  return text === undefined ? { issues: [{ path: name, message: instead }] } : { field: { [name]: text }, issues: [] }
}

async function readAttributes(value: unknown, schema: StandardSchemaV1 | undefined): Promise<ReadMember> {
  if (!schema) return absent
  const { issues, ...result } = await schema['~standard'].validate(value)
  if (issues) return { issues: issues.map(describeIssue) }
  const attributes = 'value' in result ? result.value : undefined
  return attributes === undefined ? absent : { field: { attributes }, issues: [] }
}

function describeIssue({ path = [], message }: StandardSchemaV1.Issue): FieldIssue {
  const names = path.map((segment) => String(typeof segment === 'object' ? segment.key : segment))
  return { path: ['attributes', ...names].join('.'), message }
}
