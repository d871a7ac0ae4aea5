#!/usr/bin/env bash
# The MariaDB connector binds a Uint8Array as the JSON text of an object of indexes.
#
# Expected: a Uint8Array is bytes, as for mysql2, PGlite, libsql and node:sqlite, or it is refused.
# Seen: `new Uint8Array([1, 2])` is stored as the 13 bytes of {"0":1,"1":2}, without an error, by `query` and by `execute`.
#   A Buffer, which is a Uint8Array, is stored as its bytes.
# Versions: mariadb 3.5.4 (npm), MariaDB 10.11.19, mysql2 3.24.5. Needs `mariadbd` (Debian: mariadb-server) or MARIADB_URL,
#   a database that may be changed.
# Why it matters: WebAuthn libraries return a public key as Uint8Array. The row is there, of another length, and each later
#   sign-in fails. A column that is shorter than the JSON text shows it; a blob does not.
# Source: not documented; the documentation of parameters names Buffer.
# Latchkey: safe. Its driver for MariaDB is mysql2, which binds a Uint8Array as bytes.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
stop_mariadb() { :; }
trap 'stop_mariadb; rm -rf "$folder"' EXIT
cd "$folder"
source "$here/programs/start-mariadb.sh"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts mariadb@3.5.4 mysql2@3.24.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import mariadb from 'mariadb'
import mysql from 'mysql2/promise'

const select = 'select hex(?) as stored'
const bytes = new Uint8Array([1, 2])
const json = Buffer.from('{"0":1,"1":2}').toString('hex').toUpperCase()

const connector = await mariadb.createConnection(process.env.MARIADB_URL)
const other = await mysql.createConnection(process.env.MARIADB_URL.replace(/^mariadb:/, 'mysql:'))
const seen = {
  'mariadb, query': (await connector.query(select, [bytes]))[0].stored,
  'mariadb, execute': (await connector.execute(select, [bytes]))[0].stored,
  'mariadb, a Buffer': (await connector.query(select, [Buffer.from(bytes)]))[0].stored,
  'mysql2, execute': (await other.execute(select, [bytes]))[0][0].stored,
}
console.log(connector.serverVersion(), seen)
await Promise.all([connector.end(), other.end()])
assert.deepEqual(seen, {
  'mariadb, query': json,
  'mariadb, execute': json,
  'mariadb, a Buffer': '0102',
  'mysql2, execute': '0102',
})
JS
node see.mjs
