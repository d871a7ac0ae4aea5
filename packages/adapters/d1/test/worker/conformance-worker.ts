import { type D1Database, d1Storage } from '@latchkey/d1'
import { storageConformance } from '@latchkey/testing'

/** A Worker that runs the case that is posted to it, and answers with what is wrong, or nothing. */
export default {
  async fetch(request: Request, { DB }: { readonly DB: D1Database }): Promise<Response> {
    const name = await request.text()
    const asked = storageConformance.find((one) => one.name === name)
    if (!asked) return new Response(`No case is named so: ${name}`)
    return asked
      .run(() => emptied(DB))
      .then(
        () => new Response(''),
        (error: unknown) => new Response(String(error instanceof Error ? error.stack : error)),
      )
  },
}

async function emptied(database: D1Database) {
  const storage = d1Storage(database)
  await storage.schema.migrate()
  const { results = [] } = await database
    .prepare(
      "select name from sqlite_schema where name like 'latchkey%' and type = 'table' and name <> 'latchkey_migrations'",
    )
    .all()
  const names = (results as readonly { readonly name: string }[]).map(({ name }) => name)
  await database.batch(names.map((name) => database.prepare(`delete from ${name}`)))
  return storage
}
