import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { AdmitsInput, PromptTrigger, SessionMethod } from '@latchkey/core'
import type { SignedIn } from '@latchkey/http'
import { parse, serialize } from 'hono/utils/cookie'
import { database } from './database.js'
import type { Device } from './device.js'
import { type Organization, organizations } from './organizations.js'
import { users } from './users.js'

const cookieName = 'fieldnotes_session'
const lifetimeSeconds = 30 * 86_400

/** The passkey that signed in, and its assurance: stored so that other organizations can check it. */
export type Proof = Pick<AdmitsInput['signIn'], 'passkey' | 'assurance'>

export interface NewSession extends Partial<Proof> {
  readonly userId: string
  readonly method: 'password' | 'passkey'
  /** For a passkey: on this device or another one. */
  readonly attachment?: 'platform' | 'cross-platform'
  /** The request that signs in. Its previous session ends. */
  readonly request: Request
  /** How the session starts. Default: `sign-in`. */
  readonly on?: PromptTrigger
  /** The organization that the user signed in to. */
  readonly organizationId?: string
  /** What the user has used before, where this is the second step. */
  readonly before?: readonly SessionMethod[]
  /** Whether a second step is missing. */
  readonly partial?: boolean
}

/** The signed-in user and the session's data. */
export interface AppSession extends SignedIn {
  readonly on: PromptTrigger
  /** The user's organizations. */
  readonly organizations: readonly Organization[]
  /** Only after a sign-in with a passkey. */
  readonly proof?: Proof
  /** Undefined until the browser has reported it. */
  readonly device?: Device
  /** Whether the user has just proven their identity again. */
  readonly isSteppedUp: boolean
}

/** The app's own sessions. A cookie holds 32 random bytes, the database their digest. */
export const sessions = {
  /** The session of a request. It has no organization after the user has left it. */
  async read(request: Request): Promise<AppSession | null> {
    const token = tokenOf(request)
    if (token === undefined) return null
    const row = await database
      .selectFrom('sessions')
      .selectAll()
      .where('token_hash', '=', digest(token))
      .where('expires_at', '>', Date.now())
      .executeTakeFirst()
    const user = row && (await users.findById(row.user_id))
    if (!row || !user) return null
    const device: Device | undefined = row.device === null ? undefined : JSON.parse(row.device)
    const memberships = await organizations.of(user.id)
    const isMember = memberships.some(({ id }) => id === row.organization_id)
    return {
      userId: user.id,
      authenticatedAt: row.authenticated_at,
      methods: JSON.parse(row.methods),
      user,
      organizations: memberships,
      on: row.occasion === 'sign-up' ? 'sign-up' : 'sign-in',
      partial: row.partial === 1,
      isSteppedUp: row.stepped_up_until > Date.now(),
      ...(isMember && row.organization_id !== null ? { organizationId: row.organization_id } : {}),
      ...(row.proof === null ? {} : { proof: JSON.parse(row.proof) }),
      ...(device ? { device } : {}),
    }
  },

  /** Starts a session with a new id and returns its cookie. The new id prevents session fixation. */
  async begin(session: NewSession): Promise<string> {
    const { userId, method, attachment, request, on, organizationId, passkey, assurance, before = [] } = session
    await sessions.end(request)
    const now = Date.now()
    await database.deleteFrom('sessions').where('expires_at', '<=', now).execute()
    const token = randomBytes(32).toString('base64url')
    const proof: Proof | undefined = passkey &&
      assurance && { passkey: { id: passkey.id }, assurance: { userVerified: assurance.userVerified } }
    const row = {
      token_hash: digest(token),
      user_id: userId,
      authenticated_at: now,
      methods: JSON.stringify([
        ...before,
        { name: method, at: now, ...(attachment ? { attachment } : {}), ...(passkey ? { passkeyId: passkey.id } : {}) },
      ]),
      expires_at: now + lifetimeSeconds * 1000,
      organization_id: organizationId ?? null,
      occasion: on ?? 'sign-in',
      proof: proof ? JSON.stringify(proof) : null,
      device: null,
      partial: session.partial ? 1 : 0,
      stepped_up_until: 0,
    }
    await database.insertInto('sessions').values(row).execute()
    return cookie(token, lifetimeSeconds)
  },

  /** Moves the session to the organization. The caller has checked that this is allowed. */
  async move(request: Request, organizationId: string): Promise<void> {
    await change(request, { organization_id: organizationId })
  },

  /** Stores what the device can do. */
  async describe(request: Request, device: Device): Promise<void> {
    await change(request, { device: JSON.stringify(device) })
  },

  /** Notes that the user has proven their identity again. */
  async stepUp(request: Request, until: number): Promise<void> {
    await change(request, { stepped_up_until: until })
  },

  /** Ends every session of the user. */
  async endAll(userId: string): Promise<void> {
    await database.deleteFrom('sessions').where('user_id', '=', userId).execute()
  },

  /** Ends the session of the request and returns the cookie that deletes its cookie. */
  async end(request: Request): Promise<string> {
    const token = tokenOf(request)
    if (token !== undefined) await database.deleteFrom('sessions').where('token_hash', '=', digest(token)).execute()
    return cookie('', 0)
  },
}

async function change(
  request: Request,
  columns: { readonly organization_id: string } | { readonly device: string } | { readonly stepped_up_until: number },
): Promise<void> {
  const token = tokenOf(request)
  if (token === undefined) return
  await database.updateTable('sessions').set(columns).where('token_hash', '=', digest(token)).execute()
}

function tokenOf(request: Request): string | undefined {
  return parse(request.headers.get('cookie') ?? '', cookieName)[cookieName]
}

function cookie(value: string, maxAge: number): string {
  return serialize(cookieName, value, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge })
}

function digest(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

/** No proxy is between: the socket knows the address. Behind a proxy, read the header that it overwrites. */
export function clientAddress(_: Request, { socket }: IncomingMessage): string | undefined {
  return socket.remoteAddress
}
