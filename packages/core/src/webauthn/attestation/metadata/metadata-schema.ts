import { z } from 'zod'

/** AAGUIDs are written like UUIDs, and are none. */
const aaguid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .toLowerCase()

/** The payload of a metadata blob; what is not read here is not looked at. Entries of U2F and UAF have no AAGUID. */
export const metadataSchema = z.object({
  nextUpdate: z.iso.date(),
  entries: z.array(
    z.object({
      aaguid: aaguid.optional(),
      metadataStatement: z.object({ attestationRootCertificates: z.array(z.string()).optional() }).optional(),
      statusReports: z.array(z.object({ status: z.string() })),
    }),
  ),
})
