import { randomBytes } from 'node:crypto'

/** The page, and the API that it calls. */
export const port = Number(process.env.PORT ?? 3000)
export const origin = process.env.ORIGIN ?? `http://localhost:${port}`
export const apiPort = Number(process.env.API_PORT ?? port + 1)
export const api = process.env.API_ORIGIN ?? `http://localhost:${apiPort}`
/** Without a secret of its own, a restart ends the ceremonies that have begun. Set it in production. */
export const secret = process.env.PASSKEYS_SECRET ?? randomBytes(32)
