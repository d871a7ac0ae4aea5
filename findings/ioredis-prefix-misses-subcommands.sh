#!/usr/bin/env bash
# ioredis's `keyPrefix` is not put before the key of a command with subcommands: XGROUP, XINFO, OBJECT, MEMORY.
#
# Expected: every key gets the prefix, as in SORT … BY … GET, EVAL, FCALL and XREADGROUP, where keys are harder to find.
# Seen: `xgroup('CREATE', 'events', …)` makes the stream `events`, and `xreadgroup` looks for the group in `app:events`: NOGROUP.
#   With MKSTREAM nothing fails when the group is made. `object('ENCODING', key)` and `memory('USAGE', key)` are null for a
#   key that is there.
# Versions: ioredis 5.11.1, iovalkey 0.4.0 (the same), Redis 7.0. Needs `redis-server` (Debian: redis-server).
# Why it matters: two apps with their own prefixes share one group of one stream, which neither reads; a dump of sizes by
#   `memory('USAGE')` is empty.
# Source: ioredis's README: the prefix does not apply to patterns, as in KEYS and SCAN, and to replies; no more exceptions.
# Latchkey: safe. It puts its own prefix before its keys, and uses EVAL alone.
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

async function see(Client) {
  const client = new Client(process.env.REDIS_SOCKET, { keyPrefix: 'app:' })
  await client.flushall()
  await client.xadd('events', '*', 'type', 'sign-in')
  const encoding = await client.object('ENCODING', 'events')
  const size = await client.memory('USAGE', 'events')
  await client.xgroup('CREATE', 'events', 'readers', '0', 'MKSTREAM')
  const read = () => client.xreadgroup('GROUP', 'readers', 'one', 'STREAMS', 'events', '>')
  const seen = {
    keys: (await client.keys('*')).sort(),
    read: await read().catch((error) => error.message.split(' ')[0]),
    encoding,
    size,
    length: await client.xlen('events'),
    script: await client.eval('return KEYS[1]', 1, 'events'),
  }
  client.disconnect()
  return seen
}

for (const [name, Client] of Object.entries({ ioredis: Redis, iovalkey: Valkey })) {
  const seen = await see(Client)
  console.log(name, seen)
  assert.deepEqual(seen, {
    keys: ['app:events', 'events'],
    read: 'NOGROUP',
    encoding: null,
    size: null,
    length: 1,
    script: 'app:events',
  })
}
JS
node see.mjs
