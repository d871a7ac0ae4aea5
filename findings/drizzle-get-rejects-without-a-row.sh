#!/usr/bin/env bash
# Drizzle's `db.get(sql…)` over libsql rejects where there is no row, and `db.values(sql…)` returns objects.
#
# Expected: `get` resolves with undefined without a row, as `db.select().get()` does. `values` resolves with arrays.
# Seen: `get` rejects with "Failed query", and the cause is a TypeError: it reads the keys of the row that is not there.
#   `values` resolves with the same objects as `all`.
# Versions: drizzle-orm 0.45.4, @libsql/client 0.18.0, Node 20.20.2.
# Why it matters: "is it there?" by `get` looks like a broken database, and a retry repeats it. With `values`, a column that
#   two tables have is lost.
# Source: drizzle-team/drizzle-orm#1049 calls the error intended. The types promise arrays from `values`.
# Latchkey: not concerned. `@latchkey/drizzle` reads with `all`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts drizzle-orm@0.45.4 @libsql/client@0.18.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createClient } from '@libsql/client'
import { eq, sql } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/libsql'
import { integer, sqliteTable } from 'drizzle-orm/sqlite-core'

const client = createClient({ url: ':memory:' })
await client.execute('create table passkey (id integer primary key)')
await client.execute('insert into passkey values (1)')
const database = drizzle(client)
const passkey = sqliteTable('passkey', { id: integer('id').primaryKey() })

const none = await database.select().from(passkey).where(eq(passkey.id, 2)).get()
const one = await database.get(sql`select id from passkey where id = 1`)
const reasons = (error) => [error.message.split(':')[0], error.cause?.name]
const rejected = await database.get(sql`select id from passkey where id = 2`).catch(reasons)
const values = await database.values(sql`select id from passkey`)
console.log({ none, one, rejected, values })
assert.equal(none, undefined)
assert.deepEqual({ ...one }, { id: 1 })
assert.deepEqual(rejected, ['Failed query', 'TypeError'])
assert.deepEqual(values.map((row) => Array.isArray(row)), [false])
JS
node see.mjs
