import { isConfirmPayload, PasskeyError } from '@latchkey/core'
import { outcomeCodes, outcomeModes } from '@latchkey/wire'
import * as z from 'zod'

/** A developer's mistake in core is `malformed` in a request. */
const payload = z.unknown().refine(isConfirmPayload)
const organizationId = z.string().optional()
const device = z.object({
  webauthn: z.boolean(),
  platformAuthenticator: z.boolean().default(false),
  conditionalCreate: z.boolean().default(false),
})
/** Core reports the issues of a policy field by field. */
const policy = z.record(z.string(), z.unknown())
const expectedVersion = z.int().min(0)

/** The members of the body that each route reads. Others are ignored. */
export const bodies = {
  signInBegin: z.object({
    identifier: z.string().optional(),
    organizationId,
    mediation: z.literal('conditional').optional(),
  }),
  signInFinish: z.object({ ceremony: z.string(), response: z.unknown() }),
  signUpBegin: z.object({ profile: z.unknown().optional(), organizationId }),
  signUpFinish: z.object({
    ceremony: z.string(),
    response: z.unknown(),
    name: z.string().optional(),
    profile: z.unknown().optional(),
  }),
  enrollBegin: z.object({
    organizationId,
    attachment: z.enum(['platform', 'cross-platform']).optional(),
    conditional: z.boolean().optional(),
  }),
  enrollFinish: z.object({ ceremony: z.string(), response: z.unknown(), name: z.string().optional() }),
  ownBegin: z.object({ organizationId }),
  ownFinish: z.object({ ceremony: z.string(), response: z.unknown() }),
  requestOtp: z.object({ organizationId }),
  completeOtp: z.object({
    code: z.string(),
    organizationId,
    attachment: z.enum(['platform', 'cross-platform']).optional(),
  }),
  redeemInvitation: z.object({ id: z.string(), code: z.string() }),
  redeemRecoveryCode: z.object({ identifier: z.string(), code: z.string(), otp: z.string().optional() }),
  reportOutcome: z.object({
    ceremony: z.string(),
    code: z.enum(outcomeCodes),
    mode: z.enum(outcomeModes),
    milliseconds: z.number(),
  }),
  rename: z.object({ name: z.string() }),
  answerPrompt: z.object({
    answer: z.enum(['not-now', 'never', 'ask-again']),
    on: z.enum(['sign-in', 'sign-up']).optional(),
    device: device.optional(),
    organizationId,
  }),
  promptShown: z.object({ organizationId }),
  renamePasskey: z.object({ name: z.string() }),
  enrollForUserBegin: z.object({
    user: z.object({ name: z.string().min(1), displayName: z.string().optional() }),
    attachment: z.enum(['platform', 'cross-platform']).optional(),
  }),
  enrollForUserFinish: z.object({ ceremony: z.string(), response: z.unknown(), name: z.string().optional() }),
  completeOtpForUser: z.object({
    code: z.string(),
    user: z.object({ name: z.string().min(1), displayName: z.string().optional() }),
    attachment: z.enum(['platform', 'cross-platform']).optional(),
  }),
  inviteUser: z.object({
    profile: z.unknown(),
    attachment: z.enum(['platform', 'cross-platform']).optional(),
  }),
  createInvitation: z.object({ attachment: z.enum(['platform', 'cross-platform']).optional() }),
  setPolicy: z.object({ policy, expectedVersion }),
  setOrganizationPolicy: z.object({ policy, expectedVersion, enabled: z.boolean().optional() }),
  previewPolicy: z.object({
    policy,
    enabled: z.boolean().optional(),
    after: z.string().optional(),
    limit: z.int().min(1).max(1000).optional(),
  }),
} as const

/** What a ceremony of a user with a session reads besides, at begin and at finish. */
export const ownMembers = {
  confirm: z.object({ payload }),
} as const

/** @throws {PasskeyError} `malformed` */
export function parseBody<Body>(schema: z.ZodType<Body>, value: unknown): Body {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new PasskeyError('malformed', { cause: parsed.error })
  return parsed.data
}
