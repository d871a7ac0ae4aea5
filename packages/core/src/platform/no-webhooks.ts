import type { openRoute as OpenRoute, postWebhook as PostWebhook } from '#webhook-transport'

const message =
  'webhooks: a Worker chooses the address of a request itself, so the one that was checked would not be used. ' +
  'Deliver webhooks from Node, Bun or Deno, or pass a function to events.deliver.'

/** A Worker has no hook for the connection: it sends no webhooks, because they could go to another address. */
export const openRoute: typeof OpenRoute = () => {
  throw new TypeError(message)
}

export const postWebhook: typeof PostWebhook = () => {
  throw new TypeError(message)
}
