#!/usr/bin/env bash
# Elysia finds no route for a request whose host has up to three letters, such as the name of a service in a compose file.
#
# Expected: the path of `http://api/sign-in` is `/sign-in`, whatever the host's length.
# Seen: `http://api/`, `http://web/` and `http://db/` are NOT_FOUND, while `http://auth/` and `http://localhost/` are answered. The path is
#   looked for from the twelfth character of the URL on, which lies behind a short host.
# Versions: elysia 1.4.30.
# Why it matters: `app.handle(new Request('http://app/'))` in a test, a health check over a container network by the name `api`, or a
#   service binding with a made-up host gets 404, and the same app works on localhost.
# Source: https://elysiajs.com shows `http://localhost/` in its tests; of a shortest host it says nothing.
# Latchkey: safe. It takes the path from `new URL(request.url)`.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts elysia@1.4.30

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { Elysia } from 'elysia'

const app = new Elysia().get('/', () => 'root').get('/sign-in', () => 'sign-in')
const read = async (url) => (await app.handle(new Request(url))).text()
const seen = {}
for (const host of ['db', 'api', 'web', 'auth', 'localhost']) seen[host] = await read(`http://${host}/`)
console.log(seen)
assert.deepEqual(seen, { db: 'NOT_FOUND', api: 'NOT_FOUND', web: 'NOT_FOUND', auth: 'root', localhost: 'root' })
JS
node see.mjs
