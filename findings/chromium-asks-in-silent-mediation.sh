#!/usr/bin/env bash
# In Chromium, `mediation: 'silent'` asks the user for a passkey like any other request.
#
# Expected: silent means no user interaction. Credential Management resolves with null if there would have to be one, as a
#   request for passwords does, and a passkey always needs one.
# Seen: with `publicKey`, `get({ mediation: 'silent' })` resolves with an assertion for which the user was present. Where
#   the user does not react it waits until `timeout` and rejects, NotAllowedError. `preventSilentAccess()` changes nothing.
# Versions: Chromium 156.0.8078.108, playwright-core 1.65.1. Needs a Chromium: CHROMIUM_PATH, or on the PATH.
# Why it matters: code that tries a silent sign-in when a page loads opens the browser's dialog on every page. The way to
#   ask without a dialog is `conditional`, or `uiMode: 'immediate'`.
# Source: https://www.w3.org/TR/credential-management-1/#dom-credentialmediationrequirement-silent
# Latchkey: safe. The browser package passes `conditional` or `optional` only.
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

/** On the page: what a silent request resolves with, and whether it waited for its timeout. */
const ask = async () => {
  const started = performance.now()
  const waited = () => performance.now() - started >= 500
  const publicKey = { challenge: new Uint8Array(16), timeout: 500 }
  try {
    const credential = await navigator.credentials.get({ mediation: 'silent', publicKey })
    const userPresent = new Uint8Array(credential.response.authenticatorData)[32] & 1
    return userPresent ? 'an assertion with the user present' : 'an assertion'
  } catch (error) {
    return waited() ? `${error.name} after the timeout` : error.name
  }
}

await inChromium(async ({ see, devTools, authenticator }) => {
  await see(() => createPasskey().then(() => {}))
  const present = await see(ask)
  await devTools.send('WebAuthn.setAutomaticPresenceSimulation', { ...authenticator, enabled: false })
  const absent = await see(ask)
  await see(() => navigator.credentials.preventSilentAccess())
  const prevented = await see(ask)
  const password = await see(() => navigator.credentials.get({ mediation: 'silent', password: true }))
  const seen = { present, absent, prevented, password }
  console.log(seen)
  assert.deepEqual(seen, {
    present: 'an assertion with the user present',
    absent: 'NotAllowedError after the timeout',
    prevented: 'NotAllowedError after the timeout',
    password: null,
  })
})
JS
node see.mjs
