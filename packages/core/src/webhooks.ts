export type { WebhookConnection, WebhookNetwork } from './webhook/webhook-network.js'
export { unsafelyAllowLocalWebhooks, type WebhookEndpoint, type WebhookOptions, webhooks } from './webhook/webhooks.js'
