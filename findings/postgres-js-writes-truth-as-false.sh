#!/usr/bin/env bash
# postgres.js stores false for every boolean parameter that is not the value `true`: 1, 'true', 't' and 'yes' are false.
#
# Expected: the texts that PostgreSQL reads as true are sent as they are and stored as true, as `pg` does; or all values are
#   judged as JavaScript does, and 1 is true; or an error. A text for a column of another type is sent as it is.
# Seen: where the server says that a parameter is boolean, the driver writes 't' for `true` alone and 'f' for all else. So
#   'true', 't', 'yes', 'on', 1 and '1' are stored as false, without an error. null stays null. In an interpolation with a
#   cast to text first, `${value}::text::boolean`, the server reads the text.
# Versions: postgres 3.4.9, pg 8.23.1, PostgreSQL 15. Needs `postgres` (Debian: postgresql).
# Why it matters: rows from SQLite, MariaDB, a CSV file or a form have 1, '1' or 'true'. An import of passkeys so makes all of
#   them not backed up, or all accounts not verified, and nobody hears of it.
# Source: https://www.postgresql.org/docs/current/datatype-boolean.html has the texts.
# Latchkey: safe. Its statements bind texts and cast them, and its own booleans are booleans.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
stop_postgres() { :; }
trap 'stop_postgres; rm -rf "$folder"' EXIT
cd "$folder"
source "$here/programs/start-postgres.sh"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts postgres@3.4.9 pg@8.23.1

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import pg from 'pg'
import postgres from 'postgres'

const host = process.env.PG_SOCKET
const sql = postgres({ host, path: `${host}/.s.PGSQL.5432`, user: 'postgres', database: 'postgres', max: 1 })
const client = new pg.Client({ host, user: 'postgres', database: 'postgres' })
await client.connect()

const values = [true, 'true', 't', 'yes', 1, '1', 'false', false, null]
const seen = []
for (const value of values) {
  const [byPostgres] = await sql`select ${value}::boolean as stored`
  const [byText] = await sql`select ${value === null ? null : String(value)}::text::boolean as stored`
  const [byPg] = (await client.query('select $1::boolean as stored', [value])).rows
  seen.push({ value, postgres: byPostgres.stored, cast: byText.stored, pg: byPg.stored })
}
console.table(seen)
await sql`create temporary table passkey (backed_up boolean)`
await sql`insert into passkey ${sql({ backed_up: 1 })}`
const [row] = await sql`select backed_up from passkey`
await sql.end()
await client.end()

const of = (driver) => seen.map((stored) => stored[driver])
assert.deepEqual(of('postgres'), [true, false, false, false, false, false, false, false, null])
assert.deepEqual(of('pg'), [true, true, true, true, true, true, false, false, null])
assert.deepEqual(of('cast'), of('pg'))
assert.deepEqual({ ...row }, { backed_up: false })
JS
node see.mjs
