#!/usr/bin/env bash
# PGlite takes `statement_timeout` and `transaction_timeout`, shows them, and never ends a statement by them.
#
# Expected: a statement of 300 ms under a limit of 50 ms is error 57014, as on any PostgreSQL, or setting the limit is an error.
# Seen: the statement runs to its end and its rows come back. `show statement_timeout` says 50ms. `lock_timeout` has nothing to
#   wait for, since there is one connection.
# Versions: @electric-sql/pglite 0.5.16 (PostgreSQL 18.6).
# Why it matters: a test that a slow statement is given up passes on PostgreSQL alone; in an app or a browser tab that runs PGlite, one
#   statement without an end holds every other one, and the limit that was set against it is silent.
# Source: nothing in https://pglite.dev/docs about time limits.
# Latchkey: safe. It relies on no time limit of the server; its statements read bounded pages along an index.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.16

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'

const database = await PGlite.create()
await database.exec("set statement_timeout = '50ms'; set transaction_timeout = '60ms'")
const limits = []
for (const name of ['statement_timeout', 'transaction_timeout']) {
  const { rows } = await database.query(`select current_setting('${name}') as is`)
  limits.push(rows[0].is)
}
const slow = 'select pg_sleep(0.3)::text as slept, extract(epoch from clock_timestamp() - statement_timestamp()) > 0.29 as late'
const alone = (await database.query(slow)).rows
const inTransaction = await database.transaction(async (transaction) => (await transaction.query(slow)).rows)
await database.close()
console.log(limits, alone, inTransaction)
assert.deepEqual(limits, ['50ms', '60ms'])
assert.deepEqual(alone, [{ slept: '', late: true }])
assert.deepEqual(inTransaction, [{ slept: '', late: true }])
JS
node see.mjs
