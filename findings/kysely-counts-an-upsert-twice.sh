#!/usr/bin/env bash
# On MariaDB, Kysely's `numInsertedOrUpdatedRows` of an upsert of one row is 2, and 1 if nothing changed.
#
# Expected: the number of rows that were inserted or updated: 1, 1, and 0 or 1 for an upsert that changes nothing. On
#   PostgreSQL and SQLite it is.
# Seen: 1 for an insert, 2 for an update, and 1 again for an upsert that leaves the row as it is, which so looks like an
#   insert. `replace` of an existing row is 2. The numbers are those of the server, with the flag FOUND_ROWS, which mysql2
#   sets: without it an unchanged row would be 0.
# Versions: kysely 0.28.18, mysql2 3.24.5, MariaDB 10.11.19. Needs `mariadbd` (Debian: mariadb-server) or MARIADB_URL, a
#   database that may be changed.
# Why it matters: `numInsertedOrUpdatedRows === 1n` means "written" elsewhere; here it fails for an update, and the number
#   never says whether the row is new.
# Source: MariaDB's page of INSERT ON DUPLICATE KEY UPDATE, and of the flag; Kysely's page of `InsertResult` does not say.
# Latchkey: safe. On MariaDB it tells a new row by the error of a duplicate, and takes no number from an upsert.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
stop_mariadb() { :; }
trap 'stop_mariadb; rm -rf "$folder"' EXIT
cd "$folder"
source "$here/programs/start-mariadb.sh"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts kysely@0.28.18 mysql2@3.24.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { Kysely, MysqlDialect, sql } from 'kysely'
import { createPool } from 'mysql2'

const pool = createPool(process.env.MARIADB_URL.replace(/^mariadb:/, 'mysql:'))
const database = new Kysely({ dialect: new MysqlDialect({ pool }) })
await sql`create or replace table passkey (id int primary key, name text)`.execute(database)

async function count(query) {
  const { numInsertedOrUpdatedRows } = await query.executeTakeFirstOrThrow()
  return Number(numInsertedOrUpdatedRows)
}
const upsert = (name) => database.insertInto('passkey').values({ id: 1, name }).onDuplicateKeyUpdate({ name })
const seen = {
  inserted: await count(upsert('first')),
  updated: await count(upsert('second')),
  unchanged: await count(upsert('second')),
  replaced: await count(database.replaceInto('passkey').values({ id: 1, name: 'third' })),
}
console.log(seen)
await sql`drop table passkey`.execute(database)
await database.destroy()
assert.deepEqual(seen, { inserted: 1, updated: 2, unchanged: 1, replaced: 2 })
JS
node see.mjs
