// The Worker on this machine, in workerd, with the tables of its database.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { d1Storage } from '@latchkey/d1'
import { build } from 'esbuild'
import { Miniflare } from 'miniflare'

const port = Number(process.env.PORT ?? 3000)
const origin = process.env.ORIGIN ?? `http://localhost:${port}`

const { outputFiles } = await build({
  entryPoints: ['worker.js'],
  bundle: true,
  write: false,
  format: 'esm',
  conditions: ['workerd', 'worker'],
  external: ['node:*'],
})
const worker = new Miniflare({
  port,
  host: 'localhost',
  modules: [{ type: 'ESModule', path: 'worker.mjs', contents: outputFiles[0].text }],
  compatibilityDate: '2026-04-01',
  compatibilityFlags: ['nodejs_compat'],
  assets: {
    directory: 'public',
    binding: 'ASSETS',
    routerConfig: { has_user_worker: true, invoke_user_worker_ahead_of_assets: true },
  },
  d1Databases: ['DB'],
  d1Persist: '.data',
  bindings: { ORIGIN: origin, PASSKEYS_SECRET: process.env.PASSKEYS_SECRET ?? randomBytes(32).toString('base64') },
})

const database = await worker.getD1Database('DB')
await database.batch(
  readFileSync('schema.sql', 'utf8')
    .trim()
    .split('\n')
    .map((statement) => database.prepare(statement)),
)
await d1Storage(database).schema.migrate()
console.log(`http://localhost:${port}`)
