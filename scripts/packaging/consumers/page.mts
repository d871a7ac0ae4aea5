// A stranger's page: nothing but the client, checked against the types of a browser.
import { createPasskeyClient, PasskeyClientError, type Transport } from '@latchkey/browser'

const transport: Transport = () => Promise.reject(new PasskeyClientError('network'))
const client = createPasskeyClient({ transport })
const autofill = client.autofill({ onSignedIn: () => location.assign('/'), onError: ({ code }) => console.error(code) })

export async function press(): Promise<HTMLElement> {
  autofill.stop()
  await client.signIn()
  const [first] = await client.list()
  const name: string | undefined = first?.name
  const element = document.createElement('p')
  element.textContent = name ?? 'none'
  return element
}
