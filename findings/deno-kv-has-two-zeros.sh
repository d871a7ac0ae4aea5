#!/usr/bin/env bash
# In Deno KV, 0 and -0 are two keys, as are 1 and 1n.
#
# Expected: `-0` finds what was stored under 0, as in a Map, in a Set and in SQL.
# Seen: `get(['n', -0])` is null after `set(['n', 0], …)`, and -0 sorts before 0. 1 and 1n are two keys, too, which a list returns bigint first.
# Versions: deno 2.9.6 (npm's @deno/linux-x64-glibc, so Linux on x64).
# Why it matters: -0 comes from `Math.round(-0.4)`, from `0 * -1` and from a parsed "-0", and looks like 0 in JSON and in `===`. A rate window
#   or a page whose key is computed is then counted in two places.
# Source: https://docs.deno.com/deploy/kv/manual/key_space: numbers are ordered by value; of -0 it says nothing.
# Latchkey: safe. It has no adapter for Deno KV, and its keys are texts.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts @deno/linux-x64-glibc@2.9.6

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'

const kv = await Deno.openKv(':memory:')
for (const [key, value] of [[0, 'zero'], [1, 'number'], [1n, 'bigint']]) await kv.set(['n', key], value)
const missed = (await kv.get(['n', -0])).value
await kv.set(['n', Math.round(-0.4)], 'rounded')
const listed = []
for await (const { value } of kv.list({ prefix: ['n'] })) listed.push(value)
kv.close()
console.log(`Deno ${Deno.version.deno}`, { missed, listed })
assert.deepEqual({ missed, listed }, { missed: null, listed: ['bigint', 'rounded', 'zero', 'number'] })
JS
DENO_DIR="$folder/deno" node_modules/@deno/linux-x64-glibc/deno run --quiet --unstable-kv --allow-all see.mjs
