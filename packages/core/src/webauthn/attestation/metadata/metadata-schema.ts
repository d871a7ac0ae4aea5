import * as z from 'zod'

/** AAGUIDs are written like UUIDs, and are none. */
const aaguid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .toLowerCase()

/** SHA-1 of the public key in an attestation certificate. */
const keyIdentifier = z
  .string()
  .regex(/^[0-9a-f]{40}$/i)
  .toLowerCase()

/** A day, with or without a time of it. */
const day = z
  .string()
  .transform((text) => /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text)?.[1])
  .pipe(z.iso.date())

/** The payload of a metadata blob; what is not read here is not looked at. Its entries are read one by one. */
export const metadataSchema = z.object({
  no: z.int().min(0),
  nextUpdate: day,
  entries: z.array(z.unknown()),
})

/** One entry that may vouch: authenticators of FIDO2 by AAGUID, those of U2F by the keys in their certificates. */
export const entrySchema = z.object({
  aaguid: aaguid.nullish(),
  attestationCertificateKeyIdentifiers: z.array(keyIdentifier).nullish(),
  metadataStatement: z.object({ attestationRootCertificates: z.array(z.string()).nullish() }).nullish(),
  statusReports: z.array(z.object({ status: z.string() })),
})
