#!/usr/bin/env bash
# `prepare()` of D1 runs all statements of a text and returns the rows of the last; `exec()` takes each line as one.
#
# Expected: `prepare()` takes one statement, and refuses or ignores what follows, as libsql and node:sqlite ignore it.
#   `exec()` runs a file of migrations: statements end with a semicolon.
# Seen: `prepare('select 1 as one; select 2 as two').all()` has the rows of the second. With an insert first, both inserts
#   are run. `exec()` splits at line ends: a `create table` over several lines is an error, two statements on one line
#   count 1 and are both run, and a line with a comment only is an error.
# Versions: miniflare 4.20260426.0 (Cloudflare's local D1, in its own workerd), Node 20.20.2.
# Why it matters: a driver over D1 returns other rows than one over node:sqlite, and a migration that is formatted as
#   everybody formats it cannot be run with `exec()`.
# Source: https://developers.cloudflare.com/d1/worker-api/d1-database/#exec says that \n separates queries; nothing says
#   what `prepare()` does with several.
# Latchkey: safe. Each of its statements is sent alone.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts miniflare@4.20260426.0

cat > worker.mjs <<'JS'
export default {
  async fetch(_request, { DB }) {
    const exec = async (sql) => {
      try {
        return (await DB.exec(sql)).count
      } catch (error) {
        return error.message.split(':')[0]
      }
    }
    const rows = async (sql) => (await DB.prepare(sql).all()).results
    return Response.json({
      'exec, one line': await exec('create table passkey (id integer)'),
      'exec, three lines': await exec('create table account (\n  id integer\n)'),
      'exec, two statements on a line': await exec('insert into passkey values (1); insert into passkey values (2)'),
      'exec, a comment line': await exec('-- passkeys\ninsert into passkey values (3)'),
      'prepare, two selects': await rows('select 1 as one; select 2 as two'),
      'prepare, two inserts': await rows('insert into passkey values (4); insert into passkey values (5)'),
      stored: await rows('select id from passkey'),
    })
  },
}
JS
cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { Miniflare } from 'miniflare'

const miniflare = new Miniflare({ modules: true, scriptPath: 'worker.mjs', d1Databases: ['DB'] })
const seen = await (await miniflare.dispatchFetch('http://localhost/')).json()
await miniflare.dispose()
console.log(seen)
assert.deepEqual(seen, {
  'exec, one line': 1,
  'exec, three lines': 'D1_EXEC_ERROR',
  'exec, two statements on a line': 1,
  'exec, a comment line': 'D1_EXEC_ERROR',
  'prepare, two selects': [{ two: 2 }],
  'prepare, two inserts': [],
  stored: [{ id: 1 }, { id: 2 }, { id: 4 }, { id: 5 }],
})
JS
node see.mjs
