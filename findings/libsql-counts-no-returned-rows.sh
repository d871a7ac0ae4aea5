#!/usr/bin/env bash
# libsql counts 0 changes for a statement with RETURNING, and `run()` of one blocks the next COMMIT.
#
# Expected: a port of better-sqlite3 counts the rows that `insert … returning` wrote, as node:sqlite does, and a
#   statement that has run is done.
# Seen: the row is written, and `changes` is 0. If it was run with `run()`, COMMIT fails with SQLITE_BUSY, "SQL
#   statements in progress"; after `all()` or `get()` it works. `rowsAffected` of @libsql/client is 0 as well, and
#   `lastInsertRowid` is undefined.
# Versions: libsql 0.5.29, @libsql/client 0.18.0, Node 20.20.2.
# Why it matters: "spend this once" is often `rowsAffected === 1`. With RETURNING nothing is ever spent.
# Source: not documented.
# Latchkey: safe. Kysely and `@latchkey/sql` send statements that return rows to `all()`, and judge them by their rows.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts libsql@0.5.29 @libsql/client@0.18.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createClient } from '@libsql/client'
import Database from 'libsql'

const insert = 'insert into spent (id) values (1) returning id'

function commitAfter(call) {
  const database = new Database(':memory:')
  database.exec('create table spent (id integer primary key)')
  database.exec('begin')
  const result = call(database.prepare(insert))
  try {
    database.exec('commit')
    return { result, commit: 'done' }
  } catch (error) {
    return { result, commit: `${error.code}: ${error.message}` }
  }
}

const all = commitAfter((statement) => statement.all())
console.log('libsql, all():', all)
assert.deepEqual(all, { result: [{ id: 1 }], commit: 'done' })

const run = commitAfter((statement) => statement.run())
console.log('libsql, run():', run)
assert.equal(run.result.changes, 0)
assert.match(run.commit, /^SQLITE_BUSY: .*SQL statements in progress/)

const client = createClient({ url: ':memory:' })
await client.execute('create table spent (id integer primary key)')
const { rows, rowsAffected, lastInsertRowid } = await client.execute(insert)
console.log('@libsql/client:', { rows: rows.length, rowsAffected, lastInsertRowid })
assert.deepEqual({ rows: rows.length, rowsAffected, lastInsertRowid }, { rows: 1, rowsAffected: 0, lastInsertRowid: undefined })
JS
node see.mjs
