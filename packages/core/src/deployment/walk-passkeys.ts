import type { PasskeyRecord } from '@latchkey/storage'
import type { Deployment } from './deployment.js'

const pageSize = 1000

/** Every passkey of the relying party, in the order of ids, a page at a time. */
export async function* walkPasskeys(
  { settings, store }: Pick<Deployment, 'settings' | 'store'>,
  from?: string,
): AsyncGenerator<PasskeyRecord> {
  let after = from
  do {
    const page = await store.passkeys.page({
      rpId: settings.relyingParty.id,
      limit: pageSize,
      ...(after === undefined ? {} : { after }),
    })
    yield* page.items
    after = page.next
  } while (after !== undefined)
}
