#!/usr/bin/env bash
# mysql2's `query` and `execute` store other values for the same parameter: an ArrayBuffer, an object, an array.
#
# Expected: `execute` is `query` with a prepared statement, so both store the same for one parameter.
# Seen: an ArrayBuffer is the text "[object ArrayBuffer]" by `query`, and its bytes by `execute`. An object is
#   "[object Object]" and JSON. An array is two values, so an error here, and JSON. Uint8Array, bigint and booleans are alike.
# Versions: mysql2 3.24.5, MariaDB 10.11. Needs `mariadbd` (Debian: mariadb-server) or MARIADB_URL, a database that may be
#   changed.
# Why it matters: to change one word for speed, or behind a pooler that refuses prepared statements, changes what is
#   stored. A passkey's `rawId` is an ArrayBuffer: by `query` all passkeys have the same id.
# Source: mysql2's README: `query` replaces the ? in the client, `execute` prepares; of values it says nothing.
# Latchkey: safe. It binds texts, numbers, Uint8Arrays and null, and reads its own types from any of these.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
stop_mariadb() { :; }
trap 'stop_mariadb; rm -rf "$folder"' EXIT
cd "$folder"
source "$here/programs/start-mariadb.sh"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts mysql2@3.24.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createConnection } from 'mysql2/promise'

const connection = await createConnection(process.env.MARIADB_URL.replace(/^mariadb:/, 'mysql:'))

await connection.query('create or replace table stored_value (bytes varbinary(64), text varchar(64))')

async function stored(method, column, value) {
  await connection.query('delete from stored_value')
  try {
    await connection[method](`insert into stored_value (${column}) values (?)`, [value])
  } catch (error) {
    return error.code
  }
  const [[row]] = await connection.query('select hex(bytes) as bytes, text from stored_value')
  return row[column]
}
const values = [
  ['Uint8Array', 'bytes', Uint8Array.of(1, 2)],
  ['ArrayBuffer', 'bytes', Uint8Array.of(1, 2).buffer],
  ['object', 'text', { a: 1 }],
  ['array', 'text', [1, 2]],
  ['bigint', 'text', 2n ** 60n + 1n],
  ['boolean', 'text', true],
]
const seen = {}
for (const [name, column, value] of values) {
  seen[name] = { query: await stored('query', column, value), execute: await stored('execute', column, value) }
}
await connection.query('drop table stored_value')
await connection.end()
console.table(seen)
assert.deepEqual(seen, {
  Uint8Array: { query: '0102', execute: '0102' },
  ArrayBuffer: { query: Buffer.from('[object ArrayBuffer]').toString('hex').toUpperCase(), execute: '0102' },
  object: { query: '[object Object]', execute: '{"a":1}' },
  array: { query: 'ER_WRONG_VALUE_COUNT_ON_ROW', execute: '[1,2]' },
  bigint: { query: '1152921504606846977', execute: '1152921504606846977' },
  boolean: { query: '1', execute: '1' },
})
JS
node see.mjs
