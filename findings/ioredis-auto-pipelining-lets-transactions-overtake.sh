#!/usr/bin/env bash
# With `enableAutoPipelining`, an ioredis transaction overtakes the commands that were called before it.
#
# Expected: one connection sends commands in the order of the calls. Auto-pipelining joins those of one turn of the event
#   loop into one pipeline, and `multi()` or `pipeline()` comes after what was called before it.
# Seen: `set` and then `multi().get(…).exec()`, in the same turn: the transaction reads the value of before, and `get`, called
#   after it, reads the new one. `pipeline()` overtakes, too. EVAL and `call` do not. Without the option all are in order.
# Versions: ioredis 5.11.1, iovalkey 0.4.0 (the same), Redis 7.0. Needs `redis-server` (Debian: redis-server).
# Why it matters: turned on for speed, the option changes what un-awaited writes mean: a transaction that checks a mark which
#   `Promise.all` has "just set" does not see it. `await` before a transaction restores the order.
# Source: ioredis's README: "all commands issued during an event loop are enqueued", and "no other code change" is needed.
# Latchkey: safe. Each of its scripts does all reads and writes of one decision by itself.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
folder=$(mktemp -d)
stop_redis() { :; }
trap 'stop_redis; rm -rf "$folder"' EXIT
cd "$folder"
source "$here/programs/start-redis.sh"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts ioredis@5.11.1 iovalkey@0.4.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { Redis } from 'ioredis'
import { Redis as Valkey } from 'iovalkey'

async function order(Client, enableAutoPipelining) {
  const client = new Client(process.env.REDIS_SOCKET, { enableAutoPipelining })
  await client.set('mark', 'old')
  const [, [[, inTransaction]], [[, inPipeline]], inScript, byCall, inGet] = await Promise.all([
    client.set('mark', 'new'),
    client.multi().get('mark').exec(),
    client.pipeline().get('mark').exec(),
    client.eval("return redis.call('get', KEYS[1])", 1, 'mark'),
    client.call('get', 'mark'),
    client.get('mark'),
  ])
  client.disconnect()
  return { inTransaction, inPipeline, inScript, byCall, inGet }
}

const inOrder = { inTransaction: 'new', inPipeline: 'new', inScript: 'new', byCall: 'new', inGet: 'new' }
for (const [name, Client] of Object.entries({ ioredis: Redis, iovalkey: Valkey })) {
  const seen = { off: await order(Client, false), on: await order(Client, true) }
  console.log(name, seen)
  assert.deepEqual(seen, { off: inOrder, on: { ...inOrder, inTransaction: 'old', inPipeline: 'old' } })
}
JS
node see.mjs
