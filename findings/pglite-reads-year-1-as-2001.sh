#!/usr/bin/env bash
# PGlite reads the year 1 as 2001, and cannot bind a Date after the year 9999.
#
# Expected: a `timestamptz` is a Date with the same instant, and a Date that was stored comes back, as far as both types
#   reach.
# Seen: 0001-01-01 00:00:00+00, the zero time of Go and .NET, is read as 2001-01-01, and 0070-01-01 as 1970-01-01: the text
#   is given to `new Date()`, which takes years below 100 for short ones. Years before Christ, and times whose offset has
#   seconds, are an Invalid Date. `infinity` is the number Infinity, not a Date. `new Date(8.64e15)`, the last Date, is
#   refused as a parameter (22009): it is sent as +275760-…, which PostgreSQL does not parse. It is read.
# Versions: @electric-sql/pglite 0.5.16, Node 20.20.2.
# Why it matters: "never used" of a program in Go becomes a day in 2001, without an error, and "never expires" as the last
#   Date cannot be stored. Epoch milliseconds in a bigint have neither problem.
# Source: not documented. PostgreSQL 18 manual, section 8.5.1, for the input.
# Latchkey: safe. Its times are epoch milliseconds in a bigint.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @electric-sql/pglite@0.5.16

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { PGlite } from '@electric-sql/pglite'

const database = new PGlite()
await database.query("set timezone = 'UTC'")
async function read(text) {
  const { rows } = await database.query(`select '${text}'::timestamptz as at`)
  const { at } = rows[0]
  return at instanceof Date ? (Number.isNaN(at.getTime()) ? 'Invalid Date' : at.toISOString()) : at
}
const bind = async (date) => {
  const { rows } = await database.query('select $1::timestamptz as at', [date])
  return rows[0].at.toISOString()
}

const seen = {
  'year 1': await read('0001-01-01 00:00:00+00'),
  'year 70': await read('0070-01-01 00:00:00+00'),
  'year 44 BC': await read('0044-03-15 00:00:00+00 BC'),
  'the last Date': await read('275760-09-13 00:00:00+00'),
  infinity: await read('infinity'),
  'binding 9999': await bind(new Date('9999-12-31T23:59:59.999Z')),
  'binding the last Date': await bind(new Date(8.64e15)).catch((error) => error.code),
}
console.log(seen)
assert.deepEqual(seen, {
  'year 1': '2001-01-01T00:00:00.000Z',
  'year 70': '1970-01-01T00:00:00.000Z',
  'year 44 BC': 'Invalid Date',
  'the last Date': '+275760-09-13T00:00:00.000Z',
  infinity: Number.POSITIVE_INFINITY,
  'binding 9999': '9999-12-31T23:59:59.999Z',
  'binding the last Date': '22009',
})
await database.query("set timezone = 'America/New_York'")
const localMeanTime = await read('1883-01-01 00:00:00')
console.log('an offset of -04:56:02:', localMeanTime)
assert.equal(localMeanTime, 'Invalid Date')
await database.close()
JS
node see.mjs
