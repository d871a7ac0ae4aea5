export type { ConnectWebhook, LookUpAddresses } from './webhook/post-webhook.js'
export { unsafelyAllowLocalWebhooks, type WebhookEndpoint, type WebhookOptions, webhooks } from './webhook/webhooks.js'
