import type { PasskeyJSON, SignalsJSON } from '@latchkey/wire'
import type { Context } from '../../context/context.js'
import { PasskeyError } from '../../errors.js'
import { createEvent, referenceTo } from '../../events/create-event.js'
import type { Session } from '../../host/host.js'
import { parseName } from '../../passkey/name-passkey.js'
import { passkeyJson } from '../../passkey/passkey-json.js'
import { ownPasskey } from './own-passkeys.js'

/** What `manage.rename` takes. */
export interface RenameInput {
  readonly session: Session | null
  readonly id: string
  /** 1 to 100 characters. */
  readonly name: string
}

/** What `manage.rename` returns. */
export interface RenamedPasskey {
  readonly passkey: PasskeyJSON
  readonly signals: SignalsJSON
}

/** Renames one of the user's passkeys. See `Passkeys`. */
export async function renamePasskey(context: Context, input: RenameInput): Promise<RenamedPasskey> {
  const name = parseName(input.name)
  const { passkey, target, eventContext } = await ownPasskey(context, { ...input, action: 'rename' })
  const data = { ...referenceTo({ ...passkey, name }), before: passkey.name }
  const outcome = await context.store.passkeys.rename(target, name, [
    createEvent('passkey.renamed', data, eventContext),
  ])
  if (outcome === 'gone') throw new PasskeyError('not_found')
  return { passkey: await passkeyJson({ ...passkey, name }, context.settings), signals: { rpId: target.rpId } }
}
