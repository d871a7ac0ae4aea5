/**
 * How long the end waits for `close` of the config, and then again for what is still open: five seconds for both. The
 * work is done by then, and must not be held up.
 */
export const patienceMs = 2500
