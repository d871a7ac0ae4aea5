import type { SignInClient } from '@latchkey/browser'
import { createElement, createIcon } from './create-element.js'
import type { ElementHost, View } from './element-host.js'

/** The methods of the client that `<passkey-sign-in>` calls. */
export type SigningInClient = Pick<SignInClient, 'signIn' | 'autofill'>

/** A button that signs in, and with `autofill` also the suggestions of the page's own input. */
export function createSignInView(host: ElementHost<SigningInClient>): View {
  const where = () => {
    const organizationId = host.element.getAttribute('organization-id')
    return organizationId === null ? {} : { organizationId }
  }
  const succeed = (response: unknown) => {
    host.setValues(['signed-in'])
    host.emit('passkey-signed-in', { response })
  }
  const signIn = async () => {
    const field = findIdentifierField(host)
    if (field && !field.reportValidity()) return
    const identifier = field?.value.trim() ? { identifier: field.value.trim() } : {}
    succeed(await host.client.signIn({ ...where(), ...identifier, signal: host.signal }))
  }
  return {
    render() {
      const { texts } = host.language
      const label = createElement('slot', {}, texts.signIn)
      const button = createElement(
        'button',
        { type: 'button', part: 'button primary sign-in' },
        createIcon('passkey'),
        label,
      )
      button.onclick = () => host.perform(button, signIn)
      return { above: [button] }
    },
    start() {
      if (!host.element.hasAttribute('autofill')) return
      // The user has not asked for it, so its failures are not shown.
      const offer = host.client.autofill({
        ...where(),
        onSignedIn: succeed,
        onError: (error) => void host.report(error),
      })
      host.signal.addEventListener('abort', () => offer.stop())
    },
    whyRequired: () => host.language.texts.signInFirst,
  }
}

/** The control of the form that `identifier-field` names. */
function findIdentifierField({ element, form }: ElementHost<unknown>): HTMLInputElement | undefined {
  const name = element.getAttribute('identifier-field')
  const control = name === null ? undefined : form?.elements.namedItem(name)
  return control instanceof HTMLInputElement ? control : undefined
}
