#!/usr/bin/env bash
# In Chromium, `parseCreationOptionsFromJSON` reads a null of the JSON as the word "null".
#
# Expected: null is like a member that is absent, as in most JSON from servers in Go, Java and C#, or it is an error, as it is
#   for `allowCredentials`.
# Seen: `rp.id: null` is the RP ID "null", which is a SecurityError later; `user.name: null` makes a passkey whose user is called
#   "null"; `timeout: null` is 0, which fails at once. `extensions: null` and `authenticatorSelection: null` are empty, and unknown
#   enumeration members, such as `userVerification: null`, are "null" and have no effect. An `alg` of "-7" or 2^32 - 7 is -7.
# Versions: Chromium 156.0.8078.108, playwright-core 1.65.1. Needs a Chromium: CHROMIUM_PATH, or on the PATH.
# Why it matters: the options pass every check of the page, and the passkey's name in the user's list cannot be mended by the site
#   before the next `signalCurrentUserDetails()`.
# Source: Web IDL converts null to a DOMString by its name; WebAuthn does not mention it for its JSON.
# Latchkey: safe. Its options leave absent members out, and its client reads them by hand.
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
    const json = (members) => ({
      rp: { name: 'Example' },
      user: { id: 'AQ', name: 'user', displayName: 'User' },
      challenge: 'AAAA',
      pubKeyCredParams: [{ type: 'public-key', alg: -7 }],
      ...members,
    })
    const read = (members) => PublicKeyCredential.parseCreationOptionsFromJSON(json(members))
    const named = read({ user: { id: 'AQ', name: null, displayName: null }, authenticatorSelection: { residentKey: 'required' } })
    await navigator.credentials.create({ publicKey: named })
    const otherId = PublicKeyCredential.parseRequestOptionsFromJSON({ challenge: 'AAAA', rpId: null })
    return {
      rpId: read({ rp: { name: 'Example', id: null } }).rp.id,
      timeout: read({ timeout: null }).timeout,
      selection: Object.keys(read({ authenticatorSelection: null }).authenticatorSelection),
      userVerification: read({ authenticatorSelection: { userVerification: null } }).authenticatorSelection.userVerification,
      algorithms: ['-7', 2 ** 32 - 7].map((alg) => read({ pubKeyCredParams: [{ type: 'public-key', alg }] }).pubKeyCredParams[0].alg),
      signIn: await navigator.credentials.get({ publicKey: otherId }).catch((error) => error.name),
    }
  })
  const { credentials } = await devTools.send('WebAuthn.getCredentials', authenticator)
  const users = credentials.map(({ userName, userDisplayName }) => [userName, userDisplayName])
  console.log(seen, users)
  assert.deepEqual(seen, {
    rpId: 'null',
    timeout: 0,
    selection: ['requireResidentKey'],
    userVerification: 'null',
    algorithms: [-7, -7],
    signIn: 'SecurityError',
  })
  assert.deepEqual(users, [['null', 'null']])
})
JS
node see.mjs
