#!/usr/bin/env bash
# The SQL of a Durable Object stores `true` and `false` as the texts 'true' and 'false'; D1 stores 1 and 0.
#
# Expected: both are SQLite in the same runtime, so a boolean becomes 1 or 0, or is refused, as a bigint is.
# Seen: `sql.exec` binds the text of a boolean, in a column `integer` or `boolean`, too. Read again, 'false' is true for JavaScript;
#   in SQL `where revoked` holds for neither, and `= true` neither. A Date is stored by its `toString()`, in the zone of the
#   process. D1 stores 1 and 0, and refuses a Date.
# Versions: miniflare 4.20260426.0 (its workerd), Node 20.20.2.
# Why it matters: moved from D1 to a Durable Object, rows with `revoked: false` are all revoked where JavaScript asks, and rows
#   with `revoked: true` are all valid where SQL asks.
# Source: https://developers.cloudflare.com/durable-objects/api/sqlite-storage-api/ lists the types of values, without booleans;
#   https://developers.cloudflare.com/d1/worker-api/ has them as 1 and 0.
# Latchkey: safe. Its booleans are numbers or null before they reach a driver, and its times are numbers.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts miniflare@4.20260426.0

cat > worker.mjs <<'JS'
import { DurableObject } from 'cloudflare:workers'

const table = 'create table passkey (revoked boolean)'
const insert = 'insert into passkey values (?)'
const read = 'select revoked, typeof(revoked) as type from passkey'
const revokedInSql = 'select count(*) as count from passkey where revoked or revoked = true'
const short = (work) => work().catch((error) => error.name)

export class Passkeys extends DurableObject {
  async fetch() {
    const { sql } = this.ctx.storage
    sql.exec(table)
    sql.exec(insert, true)
    sql.exec(insert, false)
    return Response.json({
      rows: sql.exec(read).toArray(),
      revokedInSql: sql.exec(revokedInSql).one().count,
      date: await short(async () => sql.exec('select typeof(?) as type', new Date(0)).one().type),
      bigint: await short(async () => sql.exec('select typeof(?) as type', 1n).one().type),
    })
  }
}

export default {
  async fetch(request, { PASSKEYS, DB }) {
    const inObject = await PASSKEYS.get(PASSKEYS.idFromName('one')).fetch(request)
    await DB.prepare(table).run()
    await DB.batch([true, false].map((value) => DB.prepare(insert).bind(value)))
    const inD1 = {
      rows: (await DB.prepare(read).all()).results,
      revokedInSql: await DB.prepare(revokedInSql).first('count'),
      date: await short(async () => DB.prepare('select typeof(?) as type').bind(new Date(0)).first('type')),
      bigint: await short(async () => DB.prepare('select typeof(?) as type').bind(1n).first('type')),
    }
    return Response.json({ inObject: await inObject.json(), inD1 })
  },
}
JS
cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { Miniflare } from 'miniflare'

const runtime = new Miniflare({
  modules: true,
  scriptPath: 'worker.mjs',
  compatibilityDate: '2026-04-01',
  d1Databases: ['DB'],
  durableObjects: { PASSKEYS: { className: 'Passkeys', useSQLite: true } },
})
const response = await runtime.dispatchFetch('https://example.com/')
const seen = await response.json()
await runtime.dispose()
console.dir(seen, { depth: null })
assert.deepEqual(seen.inObject, {
  rows: [
    { revoked: 'true', type: 'text' },
    { revoked: 'false', type: 'text' },
  ],
  revokedInSql: 0,
  date: 'text',
  bigint: 'TypeError',
})
assert.deepEqual(seen.inD1.rows.map(({ revoked }) => revoked), [1, 0])
assert.equal(seen.inD1.revokedInSql, 1)
assert.deepEqual([seen.inD1.date, seen.inD1.bigint], ['Error', 'Error'])
JS
node see.mjs
