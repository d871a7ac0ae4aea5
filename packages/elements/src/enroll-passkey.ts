import type { EnrollOptions, PasskeyClient } from '@latchkey/browser'
import type { PasskeyJSON } from '@latchkey/wire'
import { ask } from './ask.js'
import { createElement } from './create-element.js'
import type { ElementHost } from './element-host.js'
import { fillNodes } from './fill-text.js'

type EnrollingClient = Pick<PasskeyClient, 'enroll' | 'requestOtp'>

/** The user has a new passkey. Where the policy asks for a one-time code, the user types it first. */
export async function enrollPasskey(
  host: ElementHost<EnrollingClient>,
  options: EnrollOptions = {},
): Promise<PasskeyJSON | undefined> {
  const { client, signal } = host
  try {
    return await client.enroll({ ...options, signal })
  } catch (error) {
    if (Object(error).code !== 'code_required') throw error
    const otp = await askForCode(host)
    return otp === undefined ? undefined : client.enroll({ ...options, otp, signal })
  }
}

async function askForCode(host: ElementHost<EnrollingClient>): Promise<string | undefined> {
  const organizationId = host.element.getAttribute('organization-id')
  await host.client.requestOtp(organizationId === null ? {} : { organizationId })
  const { codeTitle, codeLead, code, create } = host.language.texts
  const attributes = { required: true, maxlength: '20', inputmode: 'numeric', autocomplete: 'one-time-code' }
  return ask(host, { title: [codeTitle], lead: codeLead, field: { label: code, attributes }, confirm: create })
}

/** A text with the name of a passkey, which may run in the other direction. */
export function withName(text: string, name: string): readonly (Node | string)[] {
  return fillNodes(text, { name: createElement('bdi', {}, name) })
}
