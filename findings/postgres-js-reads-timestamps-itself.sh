#!/usr/bin/env bash
# postgres.js does not send the text of a timestamp: it makes a Date of it, in the zone of the process, of milliseconds.
#
# Expected: a text for a `timestamptz` parameter goes to PostgreSQL as it is, which knows microseconds, 'infinity', 'now' and
#   the zone of the session. `pg` does so.
# Seen: the text goes through `new Date(…).toISOString()`. Microseconds are cut: a row is not found by its own time. A text
#   without a zone is in the zone of the process, whatever `set time zone` said. 'infinity' is a RangeError. Two casts,
#   `${text}::text::timestamptz`, are right.
# Versions: postgres 3.4.9, pg 8.23.1, PostgreSQL 15. Needs `postgres` (Debian: postgresql).
# Why it matters: a page "where created_at > cursor" with the text of the last row's time gives that row again, for ever if
#   a page is one row. Two machines with other zones store other times for one text.
# Source: https://www.postgresql.org/docs/current/datatype-datetime.html
# Latchkey: safe. It stores its times as numbers of milliseconds.
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
await sql`set time zone 'UTC'`
await client.query("set time zone 'UTC'")

const short = (work) => work.then(([row]) => row.stored, (error) => error.name)
const seen = {}
for (const text of ['2026-01-01T00:00:00.123456Z', '2026-01-01 00:00:00', 'infinity']) {
  seen[text] = {
    postgres: await short(sql`select (${text}::timestamptz)::text as stored`),
    cast: await short(sql`select (${text}::text::timestamptz)::text as stored`),
    pg: await short(client.query('select ($1::timestamptz)::text as stored', [text]).then(({ rows }) => rows)),
  }
}
console.table(seen)
await sql`create temporary table event (at timestamptz)`
await sql`insert into event values ('2026-01-01T00:00:00.123456Z')`
const [{ text }] = await sql`select at::text as text from event`
const after = (await sql`select at from event where at > ${text}`).length
await sql.end()
await client.end()

assert.deepEqual(seen, {
  '2026-01-01T00:00:00.123456Z': {
    postgres: '2026-01-01 00:00:00.123+00',
    cast: '2026-01-01 00:00:00.123456+00',
    pg: '2026-01-01 00:00:00.123456+00',
  },
  '2026-01-01 00:00:00': { postgres: '2025-12-31 15:00:00+00', cast: '2026-01-01 00:00:00+00', pg: '2026-01-01 00:00:00+00' },
  infinity: { postgres: 'RangeError', cast: 'infinity', pg: 'infinity' },
})
assert.equal(after, 1)
JS
TZ=Asia/Tokyo node see.mjs
