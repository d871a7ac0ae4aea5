import { createPasskeys, type PasskeysConfig } from '@latchkey/core'
import { memoryStorage } from '@latchkey/memory'
import { describe, expect, test } from 'vitest'
import { secret } from '../world.js'

const digits = '0123456789abcdef'.repeat(4)
const pairs = digits.toUpperCase().match(/../g) ?? []
const normalized = pairs.join(':')
const apple = [{ teamId: 'ABCDE12345', bundleId: 'com.example.app' }]
const android = (...sha256Fingerprints: string[]) => [{ packageName: 'com.example.app', sha256Fingerprints }]

const create = (change: object) =>
  createPasskeys({
    relyingParty: { id: 'app.example.com', name: 'Example' },
    secret,
    storage: memoryStorage(),
    policy: { mode: 'optional' },
    ...change,
  } as PasskeysConfig)

describe('apple, android and passkeyEndpoints', () => {
  test('without them there is no document', () => {
    expect(create({}).wellKnown).toEqual([])
    expect(create({ apple: [], android: [], passkeyEndpoints: {} }).wellKnown).toEqual([])
  })

  test('each makes its document', () => {
    const endpoints = { enroll: 'https://app.example.com/passkeys/new', manage: 'https://app.example.com/passkeys' }
    const { wellKnown } = create({ apple, android: android(normalized), passkeyEndpoints: endpoints })
    expect(wellKnown.map(({ path, body }) => [path, body])).toEqual([
      ['/.well-known/apple-app-site-association', { webcredentials: { apps: ['ABCDE12345.com.example.app'] } }],
      [
        '/.well-known/assetlinks.json',
        [
          {
            relation: ['delegate_permission/common.get_login_creds'],
            target: {
              namespace: 'android_app',
              package_name: 'com.example.app',
              sha256_cert_fingerprints: [normalized],
            },
          },
        ],
      ],
      ['/.well-known/passkey-endpoints', endpoints],
    ])
  })

  test.each([normalized, normalized.toLowerCase(), digits, digits.toUpperCase()])(
    'the fingerprint %s is normalized, and gives its origin',
    (fingerprint) => {
      const { wellKnown, ceremonyOrigins } = create({ android: android(fingerprint) })
      expect(JSON.stringify(wellKnown)).toContain(normalized)
      const hash = Buffer.from(digits, 'hex').toString('base64url')
      expect(ceremonyOrigins).toEqual(['https://app.example.com', `android:apk-key-hash:${hash}`])
    },
  )

  test.each([
    ['android', android()],
    ['android.0.sha256Fingerprints.0', android(digits.slice(1))],
    ['android.0.sha256Fingerprints.0', android(`${digits}00`)],
    ['android.0.sha256Fingerprints.0', android(`${normalized}:`)],
    ['android.0.sha256Fingerprints.0', android(normalized.replaceAll(':', '-'))],
    ['android.0.sha256Fingerprints.0', android(`${normalized.slice(0, 2)}${normalized.slice(3)}`)],
    ['android.0.sha256Fingerprints.0', android(digits.replace('0', 'g'))],
    ['android.0.packageName', [{ packageName: 'example', sha256Fingerprints: [normalized] }]],
    ['android', { packageName: 'com.example.app' }],
    ['apple.0.teamId', [{ teamId: 'abcde12345', bundleId: 'com.example.app' }]],
    ['apple.0.teamId', [{ teamId: 'ABCDE1234', bundleId: 'com.example.app' }]],
    ['apple.0.bundleId', [{ teamId: 'ABCDE12345', bundleId: 'ABCDE12345.*' }]],
    ['passkeyEndpoints.enroll', { enroll: 'http://app.example.com/passkeys' }],
    ['passkeyEndpoints.enroll', { enroll: '/passkeys' }],
    ['passkeyEndpoints.manage', { manage: 'https://user:secret@app.example.com/' }],
    ['passkeyEndpoints', { create: 'https://app.example.com/' }],
  ])('%s is refused: %j', (path, value) => {
    const [member = ''] = path.split('.')
    expect(() => create({ [member]: value })).toThrow(TypeError)
    expect(() => create({ [member]: value })).toThrow(path)
  })
})
