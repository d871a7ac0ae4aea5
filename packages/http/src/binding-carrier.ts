import type { Binding } from '@latchkey/core'
import { beginInBrowser, renewBinding, requireBinding } from './browser-binding.js'
import { readBody } from './read-body.js'

/** How the body of a request is read, and how the secret that a ceremony is bound to travels. */
export interface BindingCarrier {
  /** @throws {PasskeyError} `malformed`, `too_large` */
  readBody(): Promise<unknown>
  /** Begins a ceremony, and gives the client its binding with the response. */
  begin(run: (binding: Binding) => Promise<unknown>): Promise<Response>
  /** The same, for the second of two steps that must have one binding. */
  resume(run: (binding: Binding) => Promise<unknown>): Promise<Response>
  /** @throws {PasskeyError} `ceremony_invalid` for a client that has begun nothing. */
  binding(): Binding
  /** After a success the binding is worth nothing. */
  finish(response: Response): Response
}

/** In a cookie. */
export function browserCarrier(request: Request): BindingCarrier {
  const begin: BindingCarrier['begin'] = (run) => beginInBrowser(request, run)
  return {
    readBody: () => readBody(request),
    begin,
    resume: begin,
    binding: () => requireBinding(request),
    finish: (response) => renewBinding(request, response),
  }
}
