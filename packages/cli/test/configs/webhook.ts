import { unsafelyAllowLocalWebhooks, webhooks } from '@latchkey/core/webhooks'

export { close, passkeys, storage } from './deliveries.js'

const { HOOK_URL: url = '', HOOK_SECRET: secret = '' } = process.env

export const deliverTo = webhooks([{ id: 'hook', url, secret }], { addresses: unsafelyAllowLocalWebhooks })
