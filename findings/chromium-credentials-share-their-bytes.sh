#!/usr/bin/env bash
# In Chromium, a credential changes with the buffers that it has handed out: its `toJSON()` reads them.
#
# Expected: `rawId`, `clientDataJSON` and the rest are copies, or at least `toJSON()` is made from what the authenticator
#   returned. `id` and `rawId` are one value in two forms.
# Seen: they are the credential's own memory. Once `rawId` and `clientDataJSON` have been transferred to a worker, they are
#   empty, and `toJSON()` has `rawId: ''` and `clientDataJSON: ''`, while `id` is as before. Writing to `attestationObject`,
#   or to what `getAuthenticatorData()` and `getPublicKey()` returned, changes `toJSON()` as well.
# Versions: Chromium 156.0.8078.108, playwright-core 1.65.1. Needs a Chromium: CHROMIUM_PATH, or on the PATH.
# Why it matters: a page that transfers or wipes a buffer before it sends `credential.toJSON()` sends another credential,
#   with `id` and `rawId` that differ, and no error.
# Source: WebAuthn says [SameObject] for the buffers; nothing about `toJSON()` afterwards.
# Latchkey: safe. The browser package reads each member once, before anything else has the credential.
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
  const transferred = await see(async () => {
    const credential = await createPasskey()
    const { rawId, response } = credential
    new MessageChannel().port1.postMessage(null, [rawId, response.clientDataJSON])
    const json = credential.toJSON()
    return { id: json.id.length, rawId: json.rawId, clientDataJSON: json.response.clientDataJSON, bytes: rawId.byteLength }
  })
  console.log('after a transfer:', transferred)
  assert.deepEqual(transferred, { id: 43, rawId: '', clientDataJSON: '', bytes: 0 })

  const wiped = await see(async () => {
    const credential = await createPasskey()
    const before = credential.toJSON().response
    const { response } = credential
    for (const buffer of [response.attestationObject, response.getAuthenticatorData(), response.getPublicKey()]) {
      new Uint8Array(buffer).fill(0)
    }
    const after = credential.toJSON().response
    return Object.keys(before).filter((name) => String(before[name]) !== String(after[name]))
  })
  console.log('changed by writing to the buffers:', wiped)
  assert.deepEqual(wiped, ['attestationObject', 'authenticatorData', 'publicKey'])
})
JS
node see.mjs
