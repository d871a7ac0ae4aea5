#!/usr/bin/env bash
# In Chromium, a `timeout` of 0, null, Infinity, NaN or 2^32 fails at once, with the error that a user's "no" has.
#
# Expected: 0 and Infinity mean no timeout, as elsewhere on the web, or the browser brings them into its range, as WebAuthn
#   says. `null` is like a member that is absent.
# Seen: all of them are 0 milliseconds after the conversion to an unsigned long: `NotAllowedError` before the user is asked, by
#   `create()` and by `get()`. -1 is 2^32 - 1, which waits for the user for weeks.
# Versions: Chromium 156.0.8078.108, playwright-core 1.65.1. Needs a Chromium: CHROMIUM_PATH, or on the PATH.
# Why it matters: a server that writes `timeout: 0` for "none", or null for an option that is not set, locks every user out, and
#   its own statistics say that users cancel.
# Source: https://www.w3.org/TR/webauthn-3/#sctn-createCredential: the client sets a range, and corrects what lies outside.
# Latchkey: safe. It always sends a timeout, in whole milliseconds, between the ceremony's bounds.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
source "$here/programs/need-chromium.sh"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts playwright-core@1.65.1
cp "$here/programs/chromium.mjs" .

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { inChromium } from './chromium.mjs'

await inChromium(async ({ see }) => {
  const seen = await see(async () => {
    const outcomeOf = (promise) => promise.then(() => 'a passkey', (error) => error.name)
    const creation = {
      rp: { name: 'Example' },
      user: { id: new Uint8Array([1]), name: 'user', displayName: 'User' },
      challenge: new Uint8Array(16),
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      authenticatorSelection: { residentKey: 'required' },
    }
    const rows = []
    for (const timeout of [undefined, 60_000, -1, 0, null, Infinity, NaN, 2 ** 32]) {
      const created = await outcomeOf(navigator.credentials.create({ publicKey: { ...creation, timeout } }))
      const found = await outcomeOf(navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16), timeout } }))
      rows.push([String(timeout), created, found])
    }
    return rows
  })
  console.log(seen)
  const waits = (timeout) => [timeout, 'a passkey', 'a passkey']
  const fails = (timeout) => [timeout, 'NotAllowedError', 'NotAllowedError']
  assert.deepEqual(seen, [
    ...['undefined', '60000', '-1'].map(waits),
    ...['0', 'null', 'Infinity', 'NaN', '4294967296'].map(fails),
  ])
})
JS
node see.mjs
