#!/usr/bin/env bash
# `psl` takes an IP address for a host name: the registrable domain of 192.0.2.10 is "2.10".
#
# Expected: null, as for `localhost` and as tldts returns, because an address has no domain.
# Seen: `psl.get('192.0.2.10')` is '2.10', and `psl.parse` calls 10 the top-level domain. `[2001:db8::1]` is null. A port makes a host null.
# Versions: psl 1.15.0, tldts 7.6.0.
# Why it matters: two machines 192.0.2.10 and 198.51.2.10 are one site for code that groups cookies, rate limits or RP IDs by domain.
# Source: https://github.com/lupomontero/psl says nothing of addresses; the public suffix list leaves them to the program.
# Latchkey: safe. An RP ID that is an address is refused before any list is asked, and only the doctor asks tldts.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts psl@1.15.0 tldts@7.6.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import psl from 'psl'
import { getDomain } from 'tldts'

const seen = ['192.0.2.10', '198.51.2.10', '[2001:db8::1]', 'localhost', 'app.example.com'].map((host) => [
  host,
  psl.get(host),
  getDomain(host),
])
console.log(seen, psl.parse('192.0.2.10'))
assert.deepEqual(seen, [
  ['192.0.2.10', '2.10', null],
  ['198.51.2.10', '2.10', null],
  ['[2001:db8::1]', null, null],
  ['localhost', null, null],
  ['app.example.com', 'example.com', 'example.com'],
])
assert.equal(psl.parse('192.0.2.10').tld, '10')
JS
node see.mjs
