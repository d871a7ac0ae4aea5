#!/usr/bin/env bash
# `verify` of the standardwebhooks library throws a SyntaxError for a genuine message that is no JSON.
#
# Expected: `verify` throws WebhookVerificationError for what is forged, and returns or says yes to what is genuine, of any
#   content: it checks a signature over text.
# Seen: a genuine message `hello` throws SyntaxError, which is no WebhookVerificationError; a forged one throws that. A
#   genuine empty message returns undefined. Otherwise the parsed JSON is returned, in which integers beyond 2^53 are
#   rounded. Names of headers may be in upper case.
# Versions: standardwebhooks 1.1.1, Node 20.20.2.
# Why it matters: a receiver that answers 401 to WebhookVerificationError and 500 to everything else asks the sender to
#   repeat a message that it can never accept. `if (verify(…))` refuses a genuine empty message.
# Source: the specification recommends JSON and allows other content types. The README shows `verify` without its result.
# Latchkey: not concerned. It sends JSON objects, and docs/events.md verifies them so.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --prefix . --no-save --silent --no-audit --no-fund --ignore-scripts standardwebhooks@1.1.1

cat > see.mjs <<'JS'
import assert from 'node:assert/strict'
import { Webhook } from 'standardwebhooks'

const webhook = new Webhook(Buffer.alloc(24, 1).toString('base64'))
function verify(body, signed = body) {
  const now = new Date()
  const headers = {
    'Webhook-Id': 'message',
    'Webhook-Timestamp': String(Math.floor(now.getTime() / 1000)),
    'Webhook-Signature': webhook.sign('message', now, signed),
  }
  try {
    return webhook.verify(body, headers)
  } catch (error) {
    return error.constructor.name
  }
}

const seen = {
  genuine: verify('hello'),
  forged: verify('hello', 'something else'),
  empty: verify(''),
  number: verify('{"id":9007199254740993}'),
}
console.log(seen)
assert.deepEqual(seen, {
  genuine: 'SyntaxError',
  forged: 'WebhookVerificationError',
  empty: undefined,
  number: { id: 9007199254740992 },
})
JS
node see.mjs
