/** The origins that browsers give to pages of an extension. */
const forms = [
  /^chrome-extension:\/\/[a-p]{32}$/,
  /^moz-extension:\/\/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  /^safari-web-extension:\/\/[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/,
] as const

/** Whether this is the origin of one browser extension, exactly as browsers write it. */
export function isExtensionOrigin(origin: string): boolean {
  return forms.some((form) => form.test(origin))
}
