#!/usr/bin/env bash
# `Bun.SQL` inserts many objects with the columns of the first one only, and drops the other members without an error.
#
# Expected: the columns are those of all objects together, or an object with other columns is an error.
# Seen: `sql([{ name }, { name, role }])` stores no role at all. A member that only the
#   first has, be it undefined, is NULL in the others, although the column has a default.
# Versions: bun 1.4.5 (npm's @oven/bun-linux-x64, so Linux on x64), on SQLite.
# Why it matters: rows from JSON have optional members. Which values are stored depends on the order of the list.
# Source: https://bun.com/docs/api/sql, "Bulk insert": examples in which all objects have the same members.
# Latchkey: safe. Its statements name every column.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64@1.4.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'

const sql = new Bun.SQL('sqlite://:memory:')
await sql`create table user (name text, role text default 'guest')`
const store = async (users) => {
  await sql`delete from user`
  await sql`insert into user ${sql(users)}`
  return sql`select name, role from user order by name`.values()
}
const ann = { name: 'ann' }
const bob = { name: 'bob', role: 'admin' }
const seen = {
  short: await store([ann, bob]),
  long: await store([bob, ann]),
  undefined: await store([{ ...ann, role: undefined }, bob]),
}
console.log(`Bun ${process.versions.bun}`, JSON.stringify(seen))
const rows = (...pairs) => pairs
assert.deepEqual(JSON.parse(JSON.stringify(seen)), {
  short: rows(['ann', 'guest'], ['bob', 'guest']),
  long: rows(['ann', null], ['bob', 'admin']),
  undefined: rows(['ann', null], ['bob', 'admin']),
})
JS
node_modules/@oven/bun-linux-x64/bin/bun see.mjs
