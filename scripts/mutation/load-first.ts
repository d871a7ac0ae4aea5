/**
 * A setup file of `vitest.mutation.config.ts`. Core loads what checks certified statements only when there is one. Loaded
 * by a test, its tables would look as if that test alone used them, and no later run would make them again. Loaded here,
 * a change to a table is `static`: it gets a thread of its own.
 */
import '../../packages/core/src/webauthn/attestation/judge-certified.js'
import '../../packages/core/src/webauthn/attestation/metadata/read-metadata.js'
