import type { AuthenticatorAttachment, CreationOptionsJSON, CredentialDescriptorJSON, UserHandle } from '@latchkey/wire'
import { beginCeremony } from '../ceremony/begin-ceremony.js'
import type { Binding } from '../ceremony/binding.js'
import type { EnrollCeremony } from '../ceremony/ceremony.js'
import type { HostUser } from '../config/host.js'
import type { Settings } from '../config/settings.js'
import { creationOptions } from '../options/creation-options.js'
import type { EffectivePolicy } from '../policy/effective-policy.js'
import { mustBeDiscoverable } from '../policy/must-be-discoverable.js'

/** A passkey that is to be made, and for whom. */
export interface WantedPasskey {
  readonly user: HostUser
  readonly userHandle: UserHandle
  /** 0 when there is no account. */
  readonly accountVersion: number
  /** Those that the user has. */
  readonly exclude: readonly CredentialDescriptorJSON[]
  readonly attachment?: AuthenticatorAttachment | undefined
  readonly organizationId?: string | undefined
  readonly binding: Binding
}

/** What is to be sealed, and what the browser is asked: both from one policy. */
export interface AskedForPasskey {
  readonly ceremony: EnrollCeremony
  readonly options: CreationOptionsJSON
}

/** Asks for a passkey as the policy wants it, and remembers all that was asked. */
export async function askForPasskey(
  settings: Settings,
  policy: EffectivePolicy,
  { user, userHandle, accountVersion, exclude, attachment, organizationId, binding }: WantedPasskey,
): Promise<AskedForPasskey> {
  const begun = await beginCeremony(settings, policy, binding)
  const ceremony = {
    ...begun,
    userId: user.id,
    userHandle,
    accountVersion,
    userVerification: policy.userVerification.enroll,
    algorithms: policy.algorithms,
    attestation: policy.attestation,
    discoverable: mustBeDiscoverable(policy),
    ...(attachment === undefined ? {} : { attachment }),
    ...(organizationId === undefined ? {} : { organizationId }),
  }
  const options = creationOptions(policy, {
    relyingParty: settings.relyingParty,
    challenge: begun.challenge,
    user: { handle: userHandle, name: user.name, displayName: user.displayName ?? user.name },
    exclude,
    ...(attachment ? { attachment } : {}),
  })
  return { ceremony, options }
}
