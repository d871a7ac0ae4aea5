#!/usr/bin/env bash
# In @oslojs/webauthn, a signature counter from 2^31 on is a negative number.
#
# Expected: the counter is an unsigned integer of 32 bits, so `signatureCounter` is 0 to 4,294,967,295.
# Seen: 2^31 − 1 is right, 2^31 is −2,147,483,648, and 2^32 − 1 is −1. @passwordless-id/webauthn, for comparison, returns the
#   number that was sent.
# Versions: @oslojs/webauthn 1.0.0, @passwordless-id/webauthn 2.4.0, Node 20.20.2.
# Why it matters: a counter need not begin at 0 or count by one; some authenticators send the seconds of a clock. Where the
#   stored counter is 2^31 − 1 the next sign-in looks like a cloned authenticator; a column `unsigned` refuses the row.
# Source: https://www.w3.org/TR/webauthn-3/#authdata-signcount: "32-bit unsigned big-endian integer".
# Latchkey: safe. It reads the counter as unsigned, and stores it in columns of 64 bits.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  @oslojs/webauthn@1.0.0 @passwordless-id/webauthn@2.4.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { parseAuthenticatorData } from '@oslojs/webauthn'
import { parsers } from '@passwordless-id/webauthn'

function read(counter) {
  const data = new Uint8Array(37)
  data.set(createHash('sha256').update('example.com').digest())
  data[32] = 5
  new DataView(data.buffer).setUint32(33, counter)
  return {
    oslo: parseAuthenticatorData(data).signatureCounter,
    passwordless: parsers.parseAuthenticator(data.buffer).signCount,
  }
}
const seen = Object.fromEntries([0, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1].map((counter) => [counter, read(counter)]))
console.table(seen)
assert.deepEqual(seen, {
  0: { oslo: 0, passwordless: 0 },
  2147483647: { oslo: 2147483647, passwordless: 2147483647 },
  2147483648: { oslo: -2147483648, passwordless: 2147483648 },
  4294967295: { oslo: -1, passwordless: 4294967295 },
})
JS
node see.mjs
