#!/usr/bin/env bash
# After a restart of Redis, an ioredis command of `defineCommand` works again by itself, but not in `multi()`.
#
# Expected: ioredis sends EVALSHA, and EVAL where the server answers NOSCRIPT; a pipeline loads the scripts that it needs.
#   So a transaction does, too, or else nothing of it happens.
# Seen: direct and in a pipeline the command works at once. In `multi()` the script fails with NOSCRIPT, the other
#   commands of the transaction are done, and `exec()` resolves; each further transaction does the same, until somebody
#   calls the command outside one. A connection that has not yet used the script loads it before the transaction.
# Versions: ioredis 5.11.1, iovalkey 0.4.0 (the same), Redis 7.0. Needs `redis-server` (Debian: redis-server).
# Why it matters: `multi().set('session', …).countAttempt(…)` goes on to write sessions after a failover and counts nothing
#   more. Rejections are never seen: the error is an element of the result.
# Source: ioredis's README: `defineCommand` uses EVALSHA "when possible"; transactions are not mentioned.
# Latchkey: safe. It sends the whole script with EVAL, alone.
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

const short = (results) => results.map(([error, value]) => error?.message.split(' ')[0] ?? value)

async function after(Client, name) {
  const client = new Client(process.env.REDIS_SOCKET)
  await client.flushall()
  client.defineCommand('count', { numberOfKeys: 1, lua: "return redis.call('incr', KEYS[1])" })
  const forget = () => client.script('FLUSH')
  const transaction = async () => short(await client.multi().set('session', '1').count('attempts').exec())
  const pipeline = async () => short(await client.pipeline().set('session', '1').count('attempts').exec())

  const seen = { fresh: await transaction() }
  await forget()
  seen.direct = await client.count('attempts')
  await forget()
  seen.pipeline = await pipeline()
  await forget()
  seen.transaction = await transaction()
  seen.nextTransaction = await transaction()
  await client.count('attempts')
  seen.afterADirectCall = await transaction()
  client.disconnect()
  console.log(name, seen)
  assert.deepEqual(seen, {
    fresh: ['OK', 1],
    direct: 2,
    pipeline: ['OK', 3],
    transaction: ['OK', 'NOSCRIPT'],
    nextTransaction: ['OK', 'NOSCRIPT'],
    afterADirectCall: ['OK', 5],
  })
}
await after(Redis, 'ioredis')
await after(Valkey, 'iovalkey')
JS
node see.mjs
