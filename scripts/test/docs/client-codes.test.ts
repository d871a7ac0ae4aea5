import { readFileSync } from 'node:fs'
import { errorTable, isPasskeyErrorCode } from '@latchkey/wire'
import { expect, test } from 'vitest'
import { documentedCodes } from '../../../test-support/documented-codes.js'
import { readThrows } from '../../../test-support/documented-throws.js'

const client = readThrows(
  ['passkey-client', 'redeem', 'own-ceremonies'].map((name) =>
    readFileSync(new URL(`../../../packages/browser/src/${name}.ts`, import.meta.url), 'utf8'),
  ),
)

/** The methods of `Passkeys` behind the routes that a method of the client calls. */
const calls: Readonly<Record<string, readonly string[]>> = {
  signIn: ['signIn.begin', 'signIn.finish'],
  signInImmediately: ['signIn.begin', 'signIn.finish'],
  signUp: ['signUp.begin', 'signUp.finish'],
  enroll: ['enroll.begin', 'otp.complete', 'enroll.finish'],
  requestOtp: ['otp.request'],
  secondFactor: ['secondFactor.begin', 'secondFactor.finish'],
  stepUp: ['stepUp.begin', 'stepUp.finish'],
  confirm: ['confirm.begin', 'confirm.finish'],
  redeemInvitation: ['invitations.redeem', 'enroll.finish'],
  recover: ['recovery.redeem', 'enroll.finish'],
  createRecoveryCodes: ['recovery.createCodes'],
  list: ['manage.list'],
  rename: ['manage.rename'],
  remove: ['manage.remove'],
  signal: ['manage.signals'],
  prompt: ['prompt.decide'],
  promptShown: ['prompt.shown'],
  answerPrompt: ['prompt.answer'],
  config: ['config'],
}

/** What the page gets for a code: the routes of a sign-in reveal nothing about the user. */
function shownCode(method: string, code: string): string {
  const publicCode = isPasskeyErrorCode(code) ? errorTable[code].publicCode : 'itself'
  return method.startsWith('signIn') && publicCode !== 'itself' ? publicCode : code
}

test.each(Object.entries(calls))('%s of the client lists every code of the methods behind it', (name, methods) => {
  const codes = methods.flatMap((method) => [...(documentedCodes.get(method) ?? [])].map((it) => shownCode(method, it)))
  expect(codes.filter((code) => !client.get(name)?.has(code))).toEqual([])
})

test('no method of the client is left out, but those that call no route', () => {
  const others = [...client.keys()].filter((name) => !(name in calls))
  expect(others).toEqual(['autofill', 'upgrade', 'capabilities'])
})
