#!/usr/bin/env bash
# A row from libsql's `get()` has a member `_metadata` that no column has.
#
# Expected: `get()` returns the first row of `all()`. `pluck()` and `pragma(…, { simple: true })` return the value, as
#   in better-sqlite3, with whose interface libsql says it is compatible.
# Seen: the row of `get()` has an enumerable `_metadata: { duration }` as well, so it shows in JSON, in a spread and in
#   an equality test. `get()` ignores `pluck()`, and a "simple" pragma is an object. `all()`, `raw()` and `iterate()`
#   are as expected.
# Versions: libsql 0.5.29, Node 20.20.2.
# Why it matters: a row that is spread into a record, or written to an export, has a member that differs each time.
# Source: not documented.
# Latchkey: safe. Kysely reads with `all()`; the import of Better Auth's file reads with `iterate()`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts libsql@0.5.29

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import Database from 'libsql'

const database = new Database(':memory:')
const prepare = () => database.prepare('select 1 as one')
const seen = {
  get: prepare().get(),
  all: prepare().all(),
  iterate: [...prepare().iterate()],
  pluckedGet: prepare().pluck().get(),
  pluckedAll: prepare().pluck().all(),
  simplePragma: database.pragma('user_version', { simple: true }),
}
console.log(seen)
assert.deepEqual(Object.keys(seen.get), ['one', '_metadata'])
assert.match(JSON.stringify(seen.get), /^\{"one":1,"_metadata":\{"duration":[\d.e-]+\}\}$/)
assert.deepEqual(seen.all, [{ one: 1 }])
assert.deepEqual(seen.iterate, [{ one: 1 }])
assert.deepEqual(Object.keys(seen.pluckedGet), ['one', '_metadata'])
assert.deepEqual(seen.pluckedAll, [1])
assert.equal(seen.simplePragma.user_version, 0)
JS
node see.mjs
