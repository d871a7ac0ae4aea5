#!/usr/bin/env bash
# The DynamoDB document client stores an ArrayBuffer, a DataView or a Blob as a binary of no bytes.
#
# Expected: all three are in the client's own type of binary values, `NativeAttributeBinary`, so their bytes are stored,
#   like those of a Uint8Array. A type that it cannot write is an error, as a Date is.
# Seen: `{ B: '' }` is sent for each of them, without an error, and read as a Uint8Array of length 0. The other types of
#   that list differ: a Uint16Array is "charCodeAt is not a function". Uint8Array, Buffer and a part of one are right.
# Versions: @aws-sdk/lib-dynamodb and @aws-sdk/client-dynamodb 3.1162.0, Node 20.20.2. Needs no server: the script is one.
# Why it matters: `credential.rawId` and all of a credential's response are ArrayBuffers. A passkey that is stored so has an
#   empty public key, and as a key of the table it is refused only by a server that asks for at least one byte.
# Source: the README of @aws-sdk/lib-dynamodb: "Uint8Array, Buffer, File, Blob..." for `B`; `NativeAttributeBinary`.
# Latchkey: safe. It has no DynamoDB adapter, and hands Uint8Arrays to every storage.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  @aws-sdk/lib-dynamodb@3.1162.0 @aws-sdk/client-dynamodb@3.1162.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb'

let body
const server = createServer(async (request, response) => {
  body = JSON.parse(Buffer.concat(await request.toArray()))
  response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}')
})
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
const client = DynamoDBDocumentClient.from(
  new DynamoDBClient({
    endpoint: `http://127.0.0.1:${server.address().port}`,
    region: 'local',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  }),
)

async function sent(publicKey) {
  try {
    await client.send(new PutCommand({ TableName: 'passkeys', Item: { id: '1', publicKey } }))
    return body.Item.publicKey
  } catch (error) {
    return `${error.name}: ${error.message}`
  }
}
const bytes = Uint8Array.of(1, 2)
const seen = {
  Uint8Array: await sent(bytes),
  Buffer: await sent(Buffer.from(bytes)),
  part: await sent(Uint8Array.of(0, 1, 2, 3).subarray(1, 3)),
  ArrayBuffer: await sent(bytes.buffer),
  DataView: await sent(new DataView(bytes.buffer)),
  Blob: await sent(new Blob([bytes])),
  Uint16Array: await sent(new Uint16Array([1])),
}
server.close()
client.destroy()
console.log(seen)
assert.deepEqual(seen, {
  Uint8Array: { B: 'AQI=' },
  Buffer: { B: 'AQI=' },
  part: { B: 'AQI=' },
  ArrayBuffer: { B: '' },
  DataView: { B: '' },
  Blob: { B: '' },
  Uint16Array: 'TypeError: s.charCodeAt is not a function',
})
JS
node --no-warnings see.mjs
