import { randomBytes } from 'node:crypto'

export const port = Number(process.env.PORT ?? 3000)
export const origin = process.env.ORIGIN ?? `http://localhost:${port}`
/** Without a secret of its own, a restart ends the ceremonies that have begun. Set it in production. */
export const secret = process.env.PASSKEYS_SECRET ?? randomBytes(32)
