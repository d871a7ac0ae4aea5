#!/usr/bin/env bash
# `uuid.v7()` is in order; `uuid.v7({})`, with any object of options, is not.
#
# Expected: options left out have their defaults, so `v7({})` is `v7()`, and `v7({ msecs })` with the same time again gives
#   the next identifier, as the counter of version 7 is for that.
# Seen: without an argument 20,000 identifiers ascend, and a clock that goes back an hour changes nothing. With `{}`,
#   every second one made within a millisecond is lower than the one before; with `{ msecs }` alike. An options object
#   bypasses the library's counter, and `seq` is random if it is not given.
# Versions: uuid 14.0.3, Node 20.20.2.
# Why it matters: the id is often the cursor of a page ("id > last"), and a test or a clock of one's own passes `msecs`.
#   Events of one millisecond then change places, and a reader that has gone on to a higher id never sees the lower one.
# Source: uuid's README says "(current time)" and "(random)" for the options, and nothing of the order.
# Latchkey: safe. Events have a number beside their time; no order is read from an identifier.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts uuid@14.0.3

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { v7 } from 'uuid'

/** How many of 20,000 identifiers, made one after the other, are not above the one before. */
function outOfOrder(make) {
  const made = Array.from({ length: 20_000 }, make)
  return made.filter((id, index) => index > 0 && id <= made[index - 1]).length
}

const now = Date.now
const bare = outOfOrder(() => v7())
const before = v7()
Date.now = () => now() - 3_600_000
const clockBack = v7() > before
Date.now = now
const withObject = outOfOrder(() => v7({}))
const withTime = outOfOrder(() => v7({ msecs: 1_800_000_000_000 }))
console.log({ bare, clockBack, withObject, withTime })
assert.equal(bare, 0)
assert.ok(clockBack)
assert.ok(withObject > 2_000)
assert.ok(withTime > 8_000 && withTime < 12_000)
JS
node see.mjs
