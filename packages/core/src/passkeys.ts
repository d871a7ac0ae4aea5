import type { SweepCounts } from '@latchkey/storage'
import type { ConfigJSON } from '@latchkey/wire'
import type { PasskeysConfig } from './config/passkeys-config.js'
import type { RelyingParty } from './config/relying-party.js'
import { resolveSettings } from './config/settings.js'
import { createDeployment } from './deployment/deployment.js'
import type { InOrganization } from './deployment/in-organization.js'
import { type Admission, type AdmitsInput, admits } from './flows/admits.js'
import { readConfig } from './flows/read-config.js'
import { type PasswordAllowedInput, passwordAllowed } from './manage/password-allowed.js'
import { parseOrganizationId } from './parse/organization-id.js'
import { orderMethods } from './policy/order-methods.js'
import { type StaffVerbs, staffVerbs } from './verbs/staff-verbs.js'
import { type UserVerbs, userVerbs } from './verbs/user-verbs.js'

/**
 * An app's own passkeys. Every verb takes one options object and returns a plain object; what it returns is verified
 * and kept. Failure is a `PasskeyError` with a code; misuse by the developer is a `TypeError`.
 */
export interface Passkeys extends UserVerbs, StaffVerbs {
  readonly assurance: {
    admits(input: AdmitsInput): Promise<Admission>
  }
  /** The ways to sign in, in the order in which a page names them; `others` are the host's own. */
  signInMethods(input?: InOrganization & { readonly others?: readonly string[] }): Promise<readonly string[]>
  passwordAllowed(input: PasswordAllowedInput): Promise<boolean>
  /** What a page must know before anyone has signed in. */
  config(input?: InOrganization): Promise<ConfigJSON>
  /** Forgets what no one needs any more, in batches; call it now and then. */
  sweep(): Promise<SweepCounts>
  /** The relying party as it was configured, with nothing left open. */
  readonly relyingParty: RelyingParty
}

const sweepBatch = 1000

/**
 * ```ts
 * const passkeys = createPasskeys({
 *   relyingParty: { id: 'example.com', name: 'Example' },
 *   secret: process.env.PASSKEYS_SECRET,
 *   storage: kyselyStorage(db),
 *   policy: { mode: 'optional' },
 * })
 * ```
 *
 * @throws {TypeError} for a configuration that cannot work, saying what to write instead.
 */
export function createPasskeys(config: PasskeysConfig): Passkeys {
  const settings = resolveSettings(config)
  const deployment = createDeployment(settings)
  const { policies, store } = deployment
  return Object.freeze<Passkeys>({
    ...userVerbs(deployment),
    ...staffVerbs(deployment),
    assurance: { admits: (input) => admits(deployment, input) },
    async signInMethods({ others = [], organizationId } = {}) {
      const { policy } = await policies.resolved(parseOrganizationId(organizationId))
      return orderMethods(policy, others)
    },
    passwordAllowed: (input) => passwordAllowed(deployment, input),
    config: (input = {}) => readConfig(deployment, input),
    sweep: () => store.sweep(settings.now(), sweepBatch),
    relyingParty: settings.relyingParty,
  })
}
