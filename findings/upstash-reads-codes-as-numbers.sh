#!/usr/bin/env bash
# @upstash/redis returns the text '123456' as a number, and '012345' as a text: nine of ten one-time codes are not equal.
#
# Expected: `get` returns the text that `set` was given, as every Redis client does; what is JSON is for the app to parse.
# Seen: a reply that is JSON is parsed: '123456' is the number 123456, 'true' is true, and 'null' is null, as if the key were not
#   there, also with `get<string>`. A number counts if its text is the same: '012345', '12e4' and 2^53 + 1 stay texts. With
#   `automaticDeserialization: false` all are texts.
# Versions: @upstash/redis 1.39.0, Node 20.20.2. The script is the server: it stores a value and returns it.
# Why it matters: `stored === entered` is false for nine of ten codes, and true for those of a test that uses '000000'. A user
#   id of digits comes back as a number, and a name "null" not at all.
# Source: Upstash's page of the option: `automaticDeserialization`, on unless it is turned off.
# Latchkey: safe. It stores no codes in Redis, and takes node-redis and ioredis only.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @upstash/redis@1.39.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { Redis } from '@upstash/redis'

const store = new Map()
function answer([command, key, value]) {
  if (command.toLowerCase() === 'get') return store.get(key) ?? null
  store.set(key, value)
  return 'OK'
}
const server = createServer(async (request, response) => {
  const command = JSON.parse(Buffer.concat(await request.toArray()))
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ result: answer(command) }))
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const at = {
  url: `http://127.0.0.1:${server.address().port}`,
  token: 'none',
  responseEncoding: false,
  enableTelemetry: false,
  enableAutoPipelining: false,
}
const texts = ['123456', '012345', '12e4', 'true', 'null', '9007199254740993']

async function read(options) {
  const redis = new Redis({ ...at, ...options })
  const seen = []
  for (const text of texts) {
    await redis.set('code', text)
    assert.equal(store.get('code'), text)
    seen.push(await redis.get('code'))
  }
  return seen
}
const seen = await read({})
const raw = await read({ automaticDeserialization: false })
server.close()
server.closeAllConnections()
console.log(texts, '→', seen)
assert.deepEqual(seen, [123456, '012345', '12e4', true, null, '9007199254740993'])
assert.deepEqual(raw, texts)
JS
node --no-warnings see.mjs
