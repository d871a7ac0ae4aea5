import { closestName } from '@latchkey/wire'
import type { InputMembers } from './input-members.js'
import { ownCeremonyInputs } from './own-ceremony-api.js'
import type { Passkeys, RelyingPartyPasskeys } from './passkeys.js'

/** What is not a method. */
type Data =
  | 'environment'
  | 'relyingParty'
  | 'relyingParties'
  | 'logger'
  | 'problemTypes'
  | 'ceremonyOrigins'
  | 'wellKnown'

const relyingPartyId = 0
const organizationId = 0
const actor = 0
const begin = { relyingPartyId, organizationId, binding: 0 }
const finish = { relyingPartyId, ceremony: 0, response: 0, binding: 0 }
const redeem = { relyingPartyId, code: 0, session: 0, binding: 0, clientAddress: 0 }
const ownPasskey = { relyingPartyId, session: 0, id: 0, name: 0 }
const reconciled = { relyingPartyId, userId: 0, profile: 0 }
const upgrade = { conditional: 0 }
const invitation = { id: 0, expiresAt: 0, url: 0, userId: 0 }
const adminUser = { relyingPartyId, userId: 0, organizationId, actor }
const adminPasskey = { ...adminUser, id: 0 }
const layer = { relyingPartyId, organizationId, groupId: 0 }
const proposed = { policy: 0, enabled: 0, effectiveAt: 0, actor }
const page = { after: 0, limit: 0 }
const endpoint = { relyingPartyId, endpoint: 0, actor }

/**
 * The members of each input. A few methods accept a member that they do not read, so that one object fits: the methods
 * for the passkeys of a user, or for an endpoint; `signUp.reconcile` with what `createUser` was given;
 * `invitations.redeem` with what `invitations.create` or `admin.users.invite` returned; `enroll.finish` with what `enroll.begin` was given.
 */
export const methodInputs: InputMembers<Omit<Passkeys, Data>> = {
  signIn: {
    begin: { ...begin, identifier: 0, mediation: 0, clientAddress: 0 },
    finish: { ...finish, clientAddress: 0 },
  },
  signUp: {
    begin: { ...begin, profile: 0, clientAddress: 0 },
    finish: { ...finish, name: 0, profile: 0, clientAddress: 0 },
    reconcile: reconciled,
  },
  enroll: {
    begin: { ...begin, ...upgrade, session: 0, user: 0, attachment: 0 },
    finish: { ...finish, ...upgrade, session: 0, name: 0 },
  },
  ...ownCeremonyInputs,
  outcome: { report: { relyingPartyId, ceremony: 0, code: 0, mode: 0, milliseconds: 0 } },
  invitations: {
    create: { ...adminUser, urlTemplate: 0, attachment: 0 },
    redeem: { ...redeem, ...invitation },
    list: adminUser,
    revoke: adminPasskey,
  },
  otp: {
    request: { ...begin, session: 0, clientAddress: 0 },
    complete: { ...begin, session: 0, user: 0, code: 0, attachment: 0, clientAddress: 0 },
  },
  recovery: { createCodes: { relyingPartyId, session: 0 }, redeem: { ...redeem, identifier: 0, otp: 0 } },
  manage: {
    list: { relyingPartyId, session: 0, user: 0 },
    rename: ownPasskey,
    remove: ownPasskey,
    suspend: ownPasskey,
    signals: { relyingPartyId, session: 0, user: 0 },
  },
  prompt: {
    decide: { relyingPartyId, session: 0, organizationId, on: 0, device: 0 },
    answer: { relyingPartyId, session: 0, organizationId, on: 0, device: 0, answer: 0 },
    shown: { relyingPartyId, session: 0, organizationId },
  },
  policy: { effective: { relyingPartyId, organizationId, groups: 0 }, stored: layer, inherited: layer },
  assurance: { admits: { relyingPartyId, signIn: 0, organizationId } },
  admin: {
    policy: {
      setEnvironment: { relyingPartyId, policy: 0, effectiveAt: 0, expectedVersion: 0, actor },
      setOrganization: { ...proposed, relyingPartyId, organizationId, expectedVersion: 0 },
      clearOrganization: { relyingPartyId, organizationId, expectedVersion: 0, actor },
      setGroup: { ...proposed, relyingPartyId, groupId: 0, expectedVersion: 0 },
      clearGroup: { relyingPartyId, groupId: 0, expectedVersion: 0, actor },
      preview: { ...proposed, ...layer, ...page },
    },
    accounts: { invalidate: adminUser, recordLock: adminUser, recordUnlock: adminUser, purge: adminUser },
    prompt: { reset: adminUser },
    passkeys: {
      list: adminPasskey,
      rename: { ...adminPasskey, name: 0 },
      remove: adminPasskey,
      removeAll: adminPasskey,
      suspend: adminPasskey,
      reinstate: adminPasskey,
    },
    users: {
      invite: { relyingPartyId, profile: 0, organizationId, urlTemplate: 0, attachment: 0, actor },
      exportData: { userId: 0, actor },
      eraseData: { userId: 0, actor },
    },
    enroll: {
      begin: { ...begin, user: 0, attachment: 0, actor },
      finish: { ...finish, ...adminUser, name: 0 },
    },
    otp: {
      request: { ...adminUser, binding: 0, clientAddress: 0 },
      complete: { ...begin, user: 0, attachment: 0, actor, code: 0, clientAddress: 0 },
    },
    deliveries: {
      endpoints: endpoint,
      list: { ...endpoint, ...page, status: 0 },
      replay: { ...endpoint, eventIds: 0 },
      enableEndpoint: endpoint,
      closeEndpoint: endpoint,
    },
    metadata: { status: {}, acceptOlder: { actor } },
    adoption: { relyingPartyId, from: 0, to: 0, organizationId, actor },
    events: { ...page, relyingPartyId, from: 0, to: 0, organizationId, actor },
    import: { relyingPartyId, rows: 0, format: 0, units: 0, dryRun: 0, report: 0, actor },
    export: { relyingPartyId, actor },
  },
  signInMethods: { relyingPartyId, organizationId, others: 0 },
  passwordAllowed: { relyingPartyId, userId: 0, organizationId },
  config: { relyingPartyId, organizationId },
  events: { deliver: { relyingPartyId, to: 0, limit: 0, signal: 0 } },
  sweep: {},
  doctor: { fetch: 0, secretCreatedAt: 0, otherRpIds: 0 },
  health: {},
}

export type Method = (input?: unknown) => unknown

/**
 * The methods, frozen. Each refuses to be called with anything but one object, and with a member that its input does
 * not have: a misspelled member would silently mean the default. A method without a parameter, or whose parameter has a
 * default, may also be called without one.
 */
export function withCheckedInputs<Api extends RelyingPartyPasskeys>(passkeys: Api): Api {
  return checkedGroup(passkeys, methodInputs, 'passkeys')
}

function checkedGroup<Api extends object>(api: Api, rows: object, place: string): Api {
  const checked = Object.entries(rows).map(([name, row]) => {
    const member: unknown = Object.entries(api).find(([it]) => it === name)?.[1]
    const path = `${place}.${name}`
    if (isMethod(member)) return [name, checkedMethod(member, row, path)]
    return [name, typeof member === 'object' && member !== null ? checkedGroup(member, row, path) : member]
  })
  return Object.freeze(Object.assign({}, api, Object.fromEntries(checked)))
}

export function isMethod(member: unknown): member is Method {
  return typeof member === 'function'
}

function checkedMethod(method: Method, names: object, path: string): Method {
  return (input) => {
    if (input === undefined && method.length === 0) return method()
    if (typeof input !== 'object' || input === null) {
      return refused(path, 'takes one object; its type lists the members.')
    }
    for (const name of Object.keys(input)) {
      if (!Object.hasOwn(names, name) && !isProfileOutside(path, input)) return refused(path, adviseMember(name, names))
    }
    return method(input)
  }
}

/** The sign-up itself reports this, field by field: the members are from a form. */
function isProfileOutside(path: string, input: object): boolean {
  return path === 'passkeys.signUp.begin' && !('profile' in input)
}

function adviseMember(written: string, names: object): string {
  const all = Object.keys(names)
  if (all.length === 0) return `takes no members, and was given ${written}.`
  const meant = closestName(written, all)
  return `was given ${written}, which it does not take: ${meant ? `did you mean ${meant}?` : `it takes ${all.join(', ')}.`}`
}

/** Not a promise: a loop over it reports what it throws. */
const iterable = 'passkeys.admin.export'

export function refused(path: string, message: string): Promise<never> {
  const error = new TypeError(`${path} ${message}`)
  if (path === iterable) throw error
  return Promise.reject(error)
}
