import { describe, expect, test } from 'vitest'
import { isGenuineWebhook } from '../src/deliveries/verify-webhook.js'

/** The example of the Standard Webhooks specification. */
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const at = 1_614_265_330
const body = '{"test": 2432232314}'
const signature = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
const headers = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(at),
  'webhook-signature': signature,
}

const isGenuine = (changed: Readonly<Record<string, string>> = {}, given: { body?: string; now?: number } = {}) =>
  isGenuineWebhook({ headers: new Headers({ ...headers, ...changed }), body, secret, now: at * 1000, ...given })

describe('the signature of a webhook', () => {
  test('is accepted, alone and as one of several', () => {
    expect(isGenuine()).toBe(true)
    expect(isGenuine({ 'webhook-signature': `v1,AAAA v1a,${signature} ${signature}` })).toBe(true)
  })

  test.each<[string, Readonly<Record<string, string>>]>([
    ['another id', { 'webhook-id': 'msg_other' }],
    ['another time', { 'webhook-timestamp': String(at + 1) }],
    ['a time that is no number', { 'webhook-timestamp': 'today' }],
    ['another version', { 'webhook-signature': signature.replace('v1', 'v2') }],
    ['no signature', { 'webhook-signature': '' }],
  ])('with %s is refused', (_, changed) => {
    expect(isGenuine(changed)).toBe(false)
  })

  test('of another body is refused', () => {
    expect(isGenuine({}, { body: `${body} ` })).toBe(false)
  })

  test.each([
    [300_000, true],
    [301_000, false],
    [-300_000, true],
    [-301_000, false],
  ])('%i milliseconds after it was signed: %s', (later, accepted) => {
    expect(isGenuine({}, { now: at * 1000 + later })).toBe(accepted)
  })
})
