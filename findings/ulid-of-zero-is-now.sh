#!/usr/bin/env bash
# `ulid(0)` has the time of now, not that of 1970, and `monotonicFactory()(0)` too.
#
# Expected: the argument is a time in milliseconds, `ulid(1)` is of 1970, and 0, the smallest of them, gives "0000000000…",
#   as `encodeTime(0)` does: the lower end for a range of identifiers.
# Seen: 0 counts as not given, and the time is `Date.now()`. 1 is 1. The factory remembers the time of now as its last, so that
#   every later call with an earlier time gets now, too: the identifiers ascend, their times are wrong.
# Versions: ulid 3.0.2, Node 20.20.2.
# Why it matters: an import gives rows of unknown age the time 0. They become the newest, and all rows after them, imported
#   in order through one factory, have the day of the import as their time.
# Source: ulid's README: "you can also input a seed time which will consistently give you the same string for the time component".
# Latchkey: safe. It reads no time from an identifier.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts ulid@3.0.2

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { decodeTime, encodeTime, monotonicFactory, ulid } from 'ulid'

const started = Date.now()
const timeOf = (id) => (decodeTime(id) >= started ? 'now' : decodeTime(id))
const next = monotonicFactory()
const fresh = monotonicFactory()
const seen = {
  one: timeOf(ulid(1)),
  zero: timeOf(ulid(0)),
  encoded: encodeTime(0, 10),
  factory: [0, 1_000, 2_000].map((time) => timeOf(next(time))),
  withoutZero: [1, 1_000, 2_000].map((time) => timeOf(fresh(time))),
}
console.log(seen)
assert.deepEqual(seen, {
  one: 1,
  zero: 'now',
  encoded: '0000000000',
  factory: ['now', 'now', 'now'],
  withoutZero: [1, 1_000, 2_000],
})
JS
node see.mjs
