#!/usr/bin/env bash
# In Chromium, `allowCredentials` with entries of an unknown type only is an empty list: any passkey answers.
#
# Expected: an entry whose type the browser does not know is ignored, and if none is left the request fails, because an
#   empty list means something else.
# Seen: `get()` with one entry of type "webauthn" resolves with a discoverable credential that the list does not name.
#   With an unknown id of type "public-key" it rejects, NotAllowedError. `pubKeyCredParams` with unknown types only
#   rejects as expected, NotSupportedError.
# Versions: Chromium 156.0.8078.108, playwright-core 1.65.1. Needs a Chromium: CHROMIUM_PATH, or on the PATH.
# Why it matters: a typo in `type` turns a request for one user's passkeys into a sign-in with whichever passkey the
#   device has. The server must compare the owner of the passkey that answers.
# Source: https://www.w3.org/TR/webauthn-3/#dictdef-publickeycredentialdescriptor, "type", asks for an error.
# Latchkey: safe. It writes "public-key" itself, and a passkey outside the list is refused at finish.
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
    const passkey = await createPasskey()
    const get = async (type) => {
      const allowCredentials = [{ id: new Uint8Array(16), type }]
      try {
        const credential = await navigator.credentials.get({ publicKey: { challenge: new Uint8Array(16), allowCredentials } })
        return credential.id === passkey.id ? 'the passkey, which is not in the list' : 'another'
      } catch (error) {
        return error.name
      }
    }
    return { webauthn: await get('webauthn'), 'public-key': await get('public-key') }
  })
  console.log(seen)
  assert.deepEqual(seen, { webauthn: 'the passkey, which is not in the list', 'public-key': 'NotAllowedError' })
})
JS
node see.mjs
