/** The values that a URL template of an invitation can name. */
export interface InvitationUrlValues {
  readonly userId: string
  readonly organizationId: string | undefined
  readonly id: string
  readonly code: string
}

const names: readonly string[] = ['userId', 'organizationId', 'id', 'code']
const placeholder = /\{([^{}]*)\}/g

/**
 * The template names the id and the code, each in the fragment, and nothing unknown. Browsers send no fragment, so no log
 * of a server has the code.
 *
 * @throws {TypeError} saying what to write instead.
 */
export function checkUrlTemplate(template: unknown): asserts template is string | undefined {
  if (template === undefined) return
  if (typeof template !== 'string') throw new TypeError('urlTemplate must be a string.')
  const unknown = [...template.matchAll(placeholder)].find(([, name = '']) => !names.includes(name))
  if (unknown) throw new TypeError(`urlTemplate names an unknown value; it may name ${names.join(', ')}.`)
  const [page = '', ...fragments] = template.split('#')
  const fragment = fragments.join('#')
  for (const name of ['{id}', '{code}']) {
    if (!fragment.includes(name)) throw new TypeError(`urlTemplate must have ${name} in its fragment, behind #.`)
    if (page.includes(name)) throw new TypeError(`urlTemplate must have ${name} in its fragment alone.`)
  }
  const sample = fill(template, () => 'x')
  const isWeb = URL.canParse(sample) && /^https?:$/.test(new URL(sample).protocol)
  if (!isWeb) throw new TypeError('urlTemplate must be an absolute URL, such as https://example.com/join#{id}/{code}')
}

/** The URL with each value, encoded. An organization that is not named is empty. */
export function fillUrlTemplate(template: string, values: InvitationUrlValues): string {
  return fill(template, (name) => encodeURIComponent(Object.entries(values).find(([key]) => key === name)?.[1] ?? ''))
}

function fill(template: string, toValue: (name: string) => string): string {
  return template.replaceAll(placeholder, (_, name: string) => toValue(name))
}
