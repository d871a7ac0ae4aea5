import type { AskedProfileJSON, FieldIssue } from '@latchkey/wire'
import type { StandardSchemaV1 } from '@standard-schema/spec'
import { PasskeyError } from '../errors.js'
import { type JsonObject, member, readObject } from '../webauthn/parse/json-object.js'
import { identifierNames, profileFields } from './profile-fields.js'

/** What a sign-up says of a new user. A member that is left out is refused; at least one identifier is always needed. */
export interface ProfileRules {
  /** As `<input type="email">` takes one, at most 254 characters; its domain is put in lower case. */
  readonly email?: FieldRequirement
  /** In E.164 form, such as +4915112345678: only the page knows which country a shorter form is meant in. */
  readonly phone?: FieldRequirement
  /** 1 to 64 letters, digits, dots, underscores and hyphens, so that it is never somebody's e-mail address or number. */
  readonly username?: FieldRequirement
  /** 1 to 100 characters: what authenticators show of the user beside the identifier. */
  readonly displayName?: FieldRequirement
  /** What else the host wants to know: a schema of zod, Valibot, ArkType or any other that speaks Standard Schema. */
  readonly attributes?: StandardSchemaV1
}

/** Whether a sign-up must say it, or may. */
export type FieldRequirement = 'required' | 'optional'

/** A new user's profile, in canonical form: what was left out is absent. */
export interface Profile {
  readonly email?: string
  readonly phone?: string
  readonly username?: string
  readonly displayName?: string
  /** What the schema of the attributes has made of them. */
  readonly attributes?: unknown
}

/** A profile that was read, and what reads as the same again: the attributes as they came. */
export interface ReadProfile {
  readonly profile: Profile
  readonly sealable: JsonObject
}

/** It is sealed into the ceremony, which has room for so many bytes of JSON. */
const longestJson = 2000

type FieldName = keyof typeof profileFields

const fieldNames = Object.keys(profileFields) as FieldName[]

/**
 * The profile in canonical form, as the host's rules want it.
 *
 * @throws {PasskeyError} `malformed`, with an issue for each member that is wrong, missing or not asked for;
 *   `too_large` for more than 2000 bytes of JSON.
 */
export async function parseProfile(value: unknown, rules: ProfileRules): Promise<ReadProfile> {
  if (value === undefined)
    throw new PasskeyError('malformed', {
      issues: [{ path: 'profile', message: 'is missing; send { profile: { … } }' }],
    })
  const given = readObject(value, 'malformed')
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

/** What a page must ask a new user for, and what it may. Attributes may be left out where their schema takes nothing. */
export async function askedProfile({ attributes, ...texts }: ProfileRules): Promise<AskedProfileJSON> {
  const { issues } = await readAttributes(undefined, attributes)
  return { ...texts, ...(attributes ? { attributes: issues.length > 0 ? 'required' : 'optional' } : {}) }
}

/** One member as it was read, and what is wrong with it. */
interface ReadMember {
  readonly field?: Profile
  readonly issues: readonly FieldIssue[]
}

const absent: ReadMember = { issues: [] }

function unasked(given: JsonObject, rules: ProfileRules): readonly FieldIssue[] {
  const asked = new Map(Object.entries(rules))
  return Object.keys(given)
    .filter((name) => asked.get(name) === undefined)
    .map((name) => ({ path: name, message: 'is not asked for' }))
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
