/**
 * How long the process waits for `close` of the config, and then again for what is still open: five seconds for both.
 * The work is done by then, and a deployment must not wait longer.
 */
export const patienceMs = 2500
