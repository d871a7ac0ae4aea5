import { handlePasskeys } from '../../../../passkeys.js'

/** Every method. */
export const fallback = (event) => handlePasskeys(event.request, event)
