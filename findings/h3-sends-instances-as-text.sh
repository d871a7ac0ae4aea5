#!/usr/bin/env bash
# h3 sends an instance of a class as the text "[object Object]", with status 200.
#
# Expected: an object that a handler returns is JSON, as in Fastify, Hono's `c.json` or Express' `res.json`, or it is an error.
# Seen: plain objects, arrays, objects without a prototype and those with `toJSON` are JSON. An instance of any other class, a Map or a Set
#   is `String(value)`. A bigint is a JSON number. What h3's own `parseCookies(event)` returns is no plain object
#   either: returning it is a TypeError.
# Versions: h3 2.0.8.
# Why it matters: a handler that returns a row of an ORM, or an error object of its own class, answers 200 with text that the page cannot
#   read; a plain object in the test hides it.
# Source: https://h3.dev/guide/basics/response lists what a handler may return; of instances it says nothing.
# Latchkey: safe. It returns a Response, which h3 passes through.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts h3@2.0.8

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { H3, parseCookies } from 'h3'

class User {
  name = 'ann'
}
const values = {
  plain: { name: 'ann' },
  instance: new User(),
  map: new Map([['name', 'ann']]),
  set: new Set(['ann']),
  date: new Date(0),
  bigint: 9_007_199_254_740_993n,
}
const read = async (handler) => {
  const response = await new H3({ silent: true }).get('/', handler).request('/', { headers: { cookie: 'name=ann' } })
  return [response.status, await response.text()]
}
const seen = {}
for (const [name, value] of Object.entries(values)) seen[name] = await read(() => value)
seen.cookies = await read((event) => parseCookies(event)).catch((error) => error.name)
console.log(seen)
assert.deepEqual(seen, {
  plain: [200, '{"name":"ann"}'],
  instance: [200, '[object Object]'],
  map: [200, '[object Map]'],
  set: [200, '[object Set]'],
  date: [200, '"1970-01-01T00:00:00.000Z"'],
  bigint: [200, '9007199254740993'],
  cookies: 'TypeError',
})
JS
node see.mjs
