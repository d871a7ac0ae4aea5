#!/usr/bin/env bash
# With `Bun.SQL` on SQLite, a statement outside of a transaction joins whichever transaction is open, and goes with it.
#
# Expected: `sql.begin()` reserves a connection, as the docs say, so that `sql` outside of its callback is on its own, or waits.
# Seen: on SQLite there is one connection. An insert by `sql` while another task's callback is open is fulfilled, with one changed row;
#   when that callback rejects, the row is gone. Transactions among themselves wait for each other.
# Versions: bun 1.4.5 (npm's @oven/bun-linux-x64, so Linux on x64).
# Why it matters: a request that was answered with 200 has stored nothing, because a stranger's request failed a moment later. The
#   same code on PostgreSQL is right.
# Source: https://bun.com/docs/api/sql, "Transactions" and "Reserved connections"; of SQLite they say nothing.
# Latchkey: safe. Bun has no adapter of its own; on one connection of SQLite, calls of `@latchkey/sql` take turns.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64@1.4.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'

const sql = new Bun.SQL('sqlite://:memory:')
await sql`create table passkey (owner text)`
const opened = Promise.withResolvers()
const stored = Promise.withResolvers()
const transaction = sql.begin(async (inside) => {
  await inside`insert into passkey values ('inside')`
  opened.resolve()
  await stored.promise
  throw new Error('taken back')
})
await opened.promise
const { count } = await sql`insert into passkey values ('outside')`
stored.resolve()
const outcome = await transaction.catch((error) => error.message)
const rows = (await sql`select owner from passkey`).length
console.log(`Bun ${process.versions.bun}`, { count, outcome, rows })
assert.deepEqual({ count, outcome, rows }, { count: 1, outcome: 'taken back', rows: 0 })
JS
node_modules/@oven/bun-linux-x64/bin/bun see.mjs
