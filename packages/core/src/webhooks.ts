export type { WebhookConnection, WebhookNetwork } from './platform/node-webhooks/webhook-network.js'
export { unsafelyAllowLocalWebhooks, type WebhookEndpoint, type WebhookOptions, webhooks } from './webhook/webhooks.js'
