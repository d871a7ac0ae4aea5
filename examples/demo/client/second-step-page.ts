import type { PasskeyClient } from '@latchkey/browser'
import { reportDevice } from './device.js'
import { findElement } from './find-element.js'
import { showProblem } from './notice.js'
import { onPress } from './on-press.js'

/** Completes a sign-in with a passkey. */
export function runSecondStepPage(client: PasskeyClient): void {
  const complete = async () => {
    await client.secondFactor()
    await reportDevice(client)
    location.assign('/offer')
  }
  onPress(findElement('#use-passkey', HTMLButtonElement), complete, showProblem)
}
