import type { PasskeyRecord } from '@latchkey/storage'
import { encodeBase64url } from '@latchkey/wire'
import { checkConfined } from '../../context/admin-target.js'
import type { Context } from '../../context/context.js'
import { walkPasskeys } from '../../context/paging.js'
import type { RelyingPartyInput } from '../../context/relying-party-input.js'
import { type Actor, adminEventContext } from '../../events/create-event.js'
import { knownHandle } from '../../passkey/user-handle.js'
import type { PasskeyRow } from './formats/latchkey-row.js'

/** What `admin.export` takes. */
export interface ExportInput extends RelyingPartyInput {
  /**
   * The admin who exports, if your app wants the actor validated as elsewhere. Nothing changes, so no event is emitted.
   *
   * @default not validated
   */
  readonly actor?: Actor | undefined
}

/**
 * Yields every passkey of this relying party, suspended ones included, ordered by id, in the form that `admin.import`
 * reads. Pages are read as fast as the rows are consumed. A passkey that is added or removed meanwhile may be
 * included or not. See `AdminApi`.
 *
 * ```ts
 * for await (const row of passkeys.admin.export()) file.write(`${JSON.stringify(row)}\n`)
 * ```
 */
export async function* exportPasskeys(context: Context, { actor }: ExportInput): AsyncGenerator<PasskeyRow> {
  if (actor !== undefined) {
    adminEventContext(context, actor, {})
    checkConfined(actor, undefined)
  }
  for await (const passkey of walkPasskeys(context)) yield toRow(passkey)
}

function toRow(passkey: PasskeyRecord): PasskeyRow {
  const { attachment, discoverable, suspendedBy, organizationId, boundTo, lastUsedAt } = passkey
  const userHandle = knownHandle(passkey)
  return {
    latchkey: 1,
    rpId: passkey.rpId,
    id: passkey.id,
    userId: passkey.userId,
    ...(userHandle === undefined ? {} : { userHandle }),
    publicKey: encodeBase64url(passkey.publicKey),
    signCount: passkey.signCount,
    signInCount: passkey.signInCount,
    name: passkey.name,
    aaguid: passkey.aaguid,
    transports: passkey.transports,
    ...(attachment === undefined ? {} : { attachment }),
    ...(discoverable === undefined ? {} : { discoverable }),
    ...(passkey.backupEligible === undefined ? {} : { backupEligible: passkey.backupEligible }),
    backedUp: passkey.backedUp,
    status: passkey.status,
    ...(suspendedBy.length === 0 ? {} : { suspendedBy }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(boundTo === undefined ? {} : { boundTo }),
    createdAt: passkey.createdAt,
    ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
  }
}
