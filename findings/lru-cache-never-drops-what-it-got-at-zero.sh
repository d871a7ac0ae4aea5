#!/usr/bin/env bash
# What is put into lru-cache while its clock says 0 never expires; that is the first moment of fake timers.
#
# Expected: an entry with a `ttl` of 1,000 is gone after 1,001 ms, at whatever time it was made.
# Seen: an entry that was set at `performance.now() === 0` has a remaining time of Infinity, and is there after a week.
#   `purgeStale()` leaves it. Set a millisecond later it expires. The cache marks "no ttl" by the start 0.
# Versions: lru-cache 11.5.3, @sinonjs/fake-timers 15.5.0 (the timers of Vitest, Jest and Sinon), @isaacs/ttlcache 2.1.5 (for
#   comparison: it expires), Node 20.20.2.
# Why it matters: fake timers begin with `performance.now()` at 0, whatever `now` says, so a test of expiry that fills the
#   cache at once finds it filled for ever, and blames the code. A `perf` of one's own that counts from the start does alike.
# Source: the README's section "Testing" says how to use fake timers with it, and nothing of this.
# Latchkey: safe. It sets no `ttl`: it stores a time beside each entry, and compares with its own clock.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  lru-cache@11.5.3 @sinonjs/fake-timers@15.5.0 @isaacs/ttlcache@2.1.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import timers from '@sinonjs/fake-timers'

const clock = timers.install({ now: new Date('2026-01-01') })
const { LRUCache } = await import('lru-cache')
const { TTLCache } = await import('@isaacs/ttlcache')
const lru = new LRUCache({ max: 10, ttl: 1000 })
const other = new TTLCache({ max: 10, ttl: 1000 })

const madeAt = performance.now()
lru.set('at 0', 'there')
other.set('at 0', 'there')
clock.tick(1)
lru.set('at 1', 'there')
const remaining = lru.getRemainingTTL('at 0')
clock.tick(7 * 24 * 3_600_000)
lru.purgeStale()
const seen = { madeAt, remaining, afterAWeek: [...lru.keys()], value: lru.get('at 0'), other: other.get('at 0') }
clock.uninstall()
console.log(seen)
assert.deepEqual(seen, { madeAt: 0, remaining: Infinity, afterAWeek: ['at 0'], value: 'there', other: undefined })
JS
node see.mjs
