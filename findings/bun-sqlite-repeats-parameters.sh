#!/usr/bin/env bash
# In `bun:sqlite`, a statement that is called without its parameters runs with those of the call before.
#
# Expected: too few parameters are an error, as `get(1)` for two of them is, or they are NULL.
# Seen: `get()`, `all()` and `run()` without any use the values that were bound last. `db.query` returns one statement for one
#   text, so these may be another function's values, and named ones as well. `get(undefined)` binds NULL. An object for a
#   statement with `?` binds NULL, and for one with names it does not mention as well.
# Versions: bun 1.4.5 (npm's @oven/bun-linux-x64, so Linux on x64).
# Why it matters: `findUser.get(...ids)` with an empty list returns the user of the last request; `insert.run()` writes the last
#   row again. Neither is an error in a test where the statement runs once.
# Source: https://bun.com/docs/runtime/sqlite says that `query` caches statements; of bound values it says nothing.
# Latchkey: safe. It passes a value for every parameter, and null for what is missing.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64@1.4.5

cat > see.mjs <<'JS'
import { Database } from 'bun:sqlite'
import assert from 'node:assert/strict'

const database = new Database(':memory:')
database.run('create table passkey (owner text)')
const insert = () => database.query('insert into passkey values (?)')
const find = () => database.query('select ? as first, ? as second')
const findByName = () => database.query('select $owner as owner')

insert().run('ann')
insert().run()
find().get('ann', 1)
findByName().get({ $owner: 'ann' })
const seen = {
  fresh: database.query('select ? as never').get(),
  written: database.query('select owner from passkey').values().flat(),
  get: find().get(),
  all: find().all(),
  spread: find().get(...[]),
  named: findByName().get(),
  other: findByName().get({ $name: 'bob' }),
  undefined: find().get(undefined, undefined),
}
let tooFew
try {
  find().get('bob')
} catch (error) {
  tooFew = error.message
}
database.close()
console.log(`Bun ${process.versions.bun}`, seen, tooFew)
const last = { first: 'ann', second: 1 }
assert.deepEqual(JSON.parse(JSON.stringify(seen)), {
  fresh: { never: null },
  written: ['ann', 'ann'],
  get: last,
  all: [last],
  spread: last,
  named: { owner: 'ann' },
  other: { owner: null },
  undefined: { first: null, second: null },
})
assert.match(tooFew, /expected 2 values, received 1/)
JS
node_modules/@oven/bun-linux-x64/bin/bun see.mjs
