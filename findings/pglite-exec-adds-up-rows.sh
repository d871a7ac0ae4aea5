#!/usr/bin/env bash
# PGlite's `exec` reports, for each statement, the affected rows of all statements so far.
#
# Expected: `exec('update …; delete …; select …')` returns a result for each statement with its own `affectedRows`.
# Seen: the numbers are sums. An update of 1 row, a delete of 1 row and a select of 1 row report 1, 2 and 2. `query`,
#   with one statement, reports its own number.
# Versions: @electric-sql/pglite 0.5.16, Node 20.20.2.
# Why it matters: a statement that changed nothing looks as if it changed a row if an earlier one did. PGlite is what
#   many test suites use for PostgreSQL, where `pg` reports each statement's own number.
# Source: its API page names `affectedRows` of a result, and says nothing of a sum.
# Latchkey: safe. It uses `query`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.16

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'

const database = new PGlite()
await database.exec('create table passkey (id int, name text); insert into passkey values (1), (2)')
const results = await database.exec(`
  update passkey set name = 'a' where id = 1;
  update passkey set name = 'b' where id = 99;
  delete from passkey where id = 2;
  select * from passkey;
`)
const counts = results.map(({ affectedRows }) => affectedRows)
console.log('exec, of 1, 0, 1 and 0 affected rows:', counts)
assert.deepEqual(counts, [1, 1, 2, 2])

const { affectedRows } = await database.query("update passkey set name = 'b' where id = 99")
console.log('query, of 0:', affectedRows)
assert.equal(affectedRows, 0)
await database.close()
JS
node see.mjs
