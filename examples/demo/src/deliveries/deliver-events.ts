import { unsafelyAllowLocalWebhooks, webhooks } from '@latchkey/core/webhooks'
import { environment } from '../environment.js'
import { passkeys } from '../passkeys.js'

/** The receiver's id stays the same in every release: its deliveries are stored under it. */
export const endpoint = 'receiver'

const { port, webhookSecret: secret } = environment
const to = webhooks([{ id: endpoint, url: `http://127.0.0.1:${port}/webhooks`, secret }], {
  // The receiver is on this machine. In production it has an https URL with public addresses.
  addresses: unsafelyAllowLocalWebhooks,
})

/** One pass over what is due. */
export async function deliverEvents(signal?: AbortSignal): Promise<void> {
  await passkeys.events.deliver({ to, signal })
}
