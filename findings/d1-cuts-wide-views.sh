#!/usr/bin/env bash
# D1 binds a view by its elements, each cut to one byte, and a DataView as nothing.
#
# Expected: a view over bytes is stored as its bytes, as by node:sqlite: four for `new Uint16Array([1, 300])`, two for a
#   DataView of two bytes. Or D1 refuses it, as it refuses an array with a number beyond 255.
# Seen: `hex(?)` is 012C for the Uint16Array, which is the low byte of each element, and empty for the DataView, without an
#   error. A Uint8Array, also one that is part of a buffer, and an ArrayBuffer are stored as they are. Infinity becomes
#   NULL, and a stored infinity is read as null: values travel as JSON.
# Versions: miniflare 4.20260426.0 (Cloudflare's local D1; `bind` runs in its workerd), Node 20.20.2.
# Why it matters: a parser of authenticator data that returns a part as a DataView stores an empty key.
# Source: https://developers.cloudflare.com/d1/worker-api/#type-conversion speaks of ArrayBuffer, not of views.
# Latchkey: safe. It binds bytes as Uint8Array, and its numbers are finite.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts miniflare@4.20260426.0

cat > worker.mjs <<'JS'
export default {
  async fetch(_request, { DB }) {
    const stored = async (value) => DB.prepare('select hex(?) as stored').bind(value).first('stored')
    return Response.json({
      uint8array: await stored(new Uint8Array([1, 44])),
      partOfABuffer: await stored(new Uint8Array([0, 1, 44, 0]).subarray(1, 3)),
      arrayBuffer: await stored(new Uint8Array([1, 44]).buffer),
      uint16array: await stored(new Uint16Array([1, 300])),
      dataView: await stored(new DataView(new Uint8Array([1, 44]).buffer)),
      array: await stored([300]).catch((error) => error.message.split(':')[0]),
      infinity: await DB.prepare('select ? as bound, 9e999 as computed').bind(Number.POSITIVE_INFINITY).first(),
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
  uint8array: '012C',
  partOfABuffer: '012C',
  arrayBuffer: '012C',
  uint16array: '012C',
  dataView: '',
  array: 'D1_TYPE_ERROR',
  infinity: { bound: null, computed: null },
})
JS
node see.mjs
