import * as z from 'zod'

/** AAGUIDs are written like UUIDs, but need not be valid ones. */
const aaguid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .toLowerCase()

/** SHA-1 of the public key in an attestation certificate. */
const keyIdentifier = z
  .string()
  .regex(/^[0-9a-f]{40}$/i)
  .toLowerCase()

/** A date, with or without a time. */
const day = z
  .string()
  .transform((text) => /^(\d{4}-\d{2}-\d{2})(?:$|[T ])/.exec(text)?.[1])
  .pipe(z.iso.date())

/** The payload of a metadata blob. Members that are not listed here are ignored. Its entries are parsed one by one. */
export const metadataSchema = z.object({
  no: z.int().min(0),
  nextUpdate: day,
  entries: z.array(z.unknown()),
})

/** One entry that may provide anchors: FIDO2 authenticators by AAGUID, U2F ones by the keys in their certificates. */
export const entrySchema = z.object({
  aaguid: aaguid.nullish(),
  attestationCertificateKeyIdentifiers: z.array(keyIdentifier).nullish(),
  metadataStatement: z.object({ attestationRootCertificates: z.array(z.string()).nullish() }).nullish(),
  statusReports: z.array(z.object({ status: z.string() })),
})
