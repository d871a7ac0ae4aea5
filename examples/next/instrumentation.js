/** Next.js calls it once, before the first request. */
export async function register() {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return
  const { createTables } = await import('./database.js')
  const { storage } = await import('./passkeys.js')
  await createTables()
  await storage.schema.migrate()
}
