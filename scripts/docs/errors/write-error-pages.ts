import { errorTable, isPasskeyErrorCode, type PasskeyErrorCode } from '@latchkey/wire'
import { accountErrors } from './account-errors.js'
import { attestationErrors } from './attestation-errors.js'
import type { ErrorNotes } from './error-cause.js'
import { requestErrors } from './request-errors.js'
import { responseErrors } from './response-errors.js'

/** A code without notes, or a note without a code, is an error of the compiler. */
const notes: Readonly<Record<PasskeyErrorCode, ErrorNotes>> = {
  ...requestErrors,
  ...accountErrors,
  ...responseErrors,
  ...attestationErrors,
}

const groups: readonly { readonly heading: string; readonly codes: readonly string[] }[] = [
  { heading: 'Requests', codes: Object.keys(requestErrors) },
  { heading: 'Ceremonies and accounts', codes: Object.keys(accountErrors) },
  { heading: 'The response of the authenticator', codes: Object.keys(responseErrors) },
  { heading: 'Attestation', codes: Object.keys(attestationErrors) },
]

const written = '<!-- Written by `npm run errors` from the table of codes and scripts/docs/errors. -->'

/** Every page of docs/errors by its name. */
export function writeErrorPages(): ReadonlyMap<string, string> {
  const codes = Object.keys(errorTable).filter(isPasskeyErrorCode)
  return new Map([['README.md', writeIndex()], ...codes.map((code) => [`${code}.md`, writePage(code)] as const)])
}

function writePage(code: PasskeyErrorCode): string {
  const { causes, log } = notes[code]
  const rows = causes.map(({ cause, remedy }, index) => `| ${index + 1} | ${cause} | ${remedy} |`)
  return `${written}

# \`${code}\`

| where | what |
|---|---|
${facts(code, log)
  .map(([name, text]) => `| ${name} | ${text} |`)
  .join('\n')}

## Causes, the most likely first

| # | cause | what to do |
|---|---|---|
${rows.join('\n')}

[All codes](README.md)
`
}

function facts(code: PasskeyErrorCode, log: string | undefined): readonly (readonly [string, string])[] {
  const { status, message, publicCode } = errorTable[code]
  const isMasked = publicCode !== 'itself'
  return [
    [
      'a person sees',
      isMasked
        ? `At a sign-in: ${errorTable.sign_in_failed.message} Elsewhere, such as with a new passkey or a step-up: ${message}`
        : message,
    ],
    [
      'the response has',
      isMasked
        ? `at a sign-in, [\`sign_in_failed\`](sign_in_failed.md) with status 401; otherwise \`${code}\` with status ${status}`
        : `the code \`${code}\` with status ${status}`,
    ],
    [
      'the log says',
      `${log ?? 'The code.'} \`onRefused\` of [the handler](../mounting.md) gets each error with its \`code\` and \`cause\`.`,
    ],
  ]
}

function writeIndex(): string {
  const tables = groups.map(({ heading, codes }) => {
    const rows = codes.filter(isPasskeyErrorCode).map((code) => {
      const { status, message } = errorTable[code]
      return `| [\`${code}\`](${code}.md) | ${status} | ${message} |`
    })
    return `## ${heading}\n\n| code | status | message |\n|---|---|---|\n${rows.join('\n')}\n`
  })
  return `${written}

# Errors

Each error has a code from one closed table. Branch on the code, never on the message. Each code has a page: what a person sees, what the log says,
the causes, and what to do.

\`\`\`ts
import { createPasskeys, type PasskeysConfig } from '@latchkey/core'

declare const config: PasskeysConfig
export const passkeys = createPasskeys({
  ...config,
  // The \`type\` of each problem is then the page of its code; the default is about:blank.
  problemTypes: (code) => new URL(\`\${code}.html\`, 'https://docs.example.com/errors/'),
})
\`\`\`

A failed sign-in is \`sign_in_failed\` for the public, whatever failed. The log has the original code. Codes that only pages have, such as \`cancelled\`,
are in [the browser client](../browser.md#errors).

${tables.join('\n')}`
}
