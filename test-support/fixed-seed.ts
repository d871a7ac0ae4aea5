import * as fc from 'fast-check'

/** Every run tries the same inputs. `LATCHKEY_SEED` names other ones; fast-check prints the seed of a failure. */
fc.configureGlobal({ seed: Number(process.env.LATCHKEY_SEED ?? 1) })
