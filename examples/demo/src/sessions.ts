import { createHash, randomBytes } from 'node:crypto'
import type { AdmitsInput, PromptTrigger } from '@latchkey/core'
import type { SignedIn } from '@latchkey/http'
import { parse, serialize } from 'hono/utils/cookie'
import { database } from './database.js'
import type { Device } from './device.js'
import { type Organization, organizations } from './organizations.js'
import { users } from './users.js'

const cookieName = 'fieldnotes_session'
const lifetimeSeconds = 30 * 86_400

/** The passkey that signed in, and what it proved: kept for other organisations to judge. */
export type Proof = Pick<AdmitsInput['signIn'], 'passkey' | 'assurance'>

export interface NewSession extends Partial<Proof> {
  readonly userId: string
  readonly method: 'password' | 'passkey'
  /** Of a passkey: on this device or another one. */
  readonly attachment?: 'platform' | 'cross-platform'
  /** The request that signs in; the session it came with ends. */
  readonly request: Request
  /** What the session begins with. Default: `sign-in`. */
  readonly on?: PromptTrigger
  /** The organisation that the user signed in to by name. */
  readonly organizationId?: string
}

/** Who is signed in, and all that the app knows of it. */
export interface AppSession extends SignedIn {
  readonly on: PromptTrigger
  /** Where the user belongs. */
  readonly organizations: readonly Organization[]
  /** Of a sign-in by passkey. */
  readonly proof?: Proof
  /** Once its browser has told. */
  readonly device?: Device
}

/** The app's own sessions. A cookie holds 32 random bytes, the database their digest. */
export const sessions = {
  /** Who is signed in, when, and how. An organisation that the user has left is not the session's any more. */
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
      ...(isMember && row.organization_id !== null ? { organizationId: row.organization_id } : {}),
      ...(row.proof === null ? {} : { proof: JSON.parse(row.proof) }),
      ...(device ? { device } : {}),
    }
  },

  /** Begins a session under a new id and answers its cookie: one that was planted before is worth nothing. */
  async begin(session: NewSession): Promise<string> {
    const { userId, method, attachment, request, on, organizationId, passkey, assurance } = session
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
      methods: JSON.stringify([{ name: method, at: now, ...(attachment ? { attachment } : {}) }]),
      expires_at: now + lifetimeSeconds * 1000,
      organization_id: organizationId ?? null,
      occasion: on ?? 'sign-in',
      proof: proof ? JSON.stringify(proof) : null,
      device: null,
    }
    await database.insertInto('sessions').values(row).execute()
    return cookie(token, lifetimeSeconds)
  },

  /** The user goes on in this organisation; whether that is allowed was decided before. */
  async move(request: Request, organizationId: string): Promise<void> {
    await change(request, { organization_id: organizationId })
  },

  /** Remembers what the device can do. */
  async describe(request: Request, device: Device): Promise<void> {
    await change(request, { device: JSON.stringify(device) })
  },

  /** Ends the session that the request came with; answers the cookie that takes its cookie away. */
  async end(request: Request): Promise<string> {
    const token = tokenOf(request)
    if (token !== undefined) await database.deleteFrom('sessions').where('token_hash', '=', digest(token)).execute()
    return cookie('', 0)
  },
}

async function change(
  request: Request,
  columns: { readonly organization_id: string } | { readonly device: string },
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
