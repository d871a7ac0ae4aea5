#!/usr/bin/env bash
# Chromium makes a discoverable passkey for a user whose id is empty, and its answers have no user handle.
#
# Expected: a TypeError. WebAuthn asks for 1 to 64 bytes, and Chromium refuses 65.
# Seen: `create()` with `user.id` of no bytes returns a discoverable passkey; `parseCreationOptionsFromJSON` takes `id: ''`. When it
#   signs in, `response.userHandle` is null, although an answer from an empty allow list always has one. A second user with an
#   empty id replaces the passkey of the first on the same authenticator.
# Versions: Chromium 156.0.8078.108, playwright-core 1.65.1. Needs a Chromium: CHROMIUM_PATH, or on the PATH.
# Why it matters: a user id that was never set enrolls without an error. Every such user shares one place on the authenticator, and
#   a server that finds users by the handle cannot find any.
# Source: https://www.w3.org/TR/webauthn-3/#sctn-createCredential, step 5: not between 1 and 64 bytes is a TypeError.
# Latchkey: safe. A user handle is 32 random bytes.
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

await inChromium(async ({ see, devTools, authenticator }) => {
  const seen = await see(async () => {
    const create = (bytes, name) =>
      navigator.credentials.create({
        publicKey: {
          rp: { name: 'Example' },
          user: { id: new Uint8Array(bytes), name, displayName: name },
          challenge: new Uint8Array(16),
          pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
          authenticatorSelection: { residentKey: 'required' },
        },
      })
    const tooLong = await create(65, 'long').catch((error) => error.name)
    await create(0, 'ann')
    await create(0, 'bob')
    const { response } = await navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16), allowCredentials: [] } })
    return { tooLong, userHandle: response.userHandle }
  })
  const { credentials } = await devTools.send('WebAuthn.getCredentials', authenticator)
  const users = credentials.map(({ userName, isResidentCredential }) => [userName, isResidentCredential])
  console.log(seen, users)
  assert.deepEqual(seen, { tooLong: 'TypeError', userHandle: null })
  assert.deepEqual(users, [['bob', true]])
})
JS
node see.mjs
