#!/usr/bin/env bash
# In Bun, a Request whose method is not on Bun's list is a GET.
#
# Expected: `new Request(url, { method })` upper-cases GET, HEAD, POST, PUT, DELETE and OPTIONS in any case, and leaves
#   every other token as it is, as Fetch says: `Post` is POST, `patch` stays `patch`, `CHICKEN` stays `CHICKEN`.
# Seen: in Bun `Post` and `CHICKEN` are GET, without an error; `post` is POST and `patch` is PATCH.
# Versions: bun 1.4.5 (npm's @oven/bun-linux-x64, so Linux on x64). Node 20.20.2 does as Fetch says.
# Why it matters: a test that a handler refuses `CHICKEN` with 405 tests its GET. `fetch` with `Post` sends a GET, or
#   rejects if there is a body.
# Source: https://fetch.spec.whatwg.org/#concept-method-normalize
# Latchkey: safe. The browser package and its requests write POST, PATCH and DELETE in upper case; no GET changes anything.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @oven/bun-linux-x64@1.4.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'

const methods = ['post', 'Post', 'patch', 'CHICKEN', 'PROPFIND']
const seen = methods.map((method) => new Request('https://example.com/', { method }).method)
const expected = process.versions.bun
  ? ['POST', 'GET', 'PATCH', 'GET', 'PROPFIND']
  : ['POST', 'POST', 'patch', 'CHICKEN', 'PROPFIND']
console.log(process.versions.bun ? `Bun ${process.versions.bun}` : `Node ${process.versions.node}`, methods, '→', seen)
assert.deepEqual(seen, expected)
JS
node --no-warnings see.mjs
node_modules/@oven/bun-linux-x64/bin/bun see.mjs
