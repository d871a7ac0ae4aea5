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
  { heading: 'The authenticator response', codes: Object.keys(responseErrors) },
  { heading: 'Attestation', codes: Object.keys(attestationErrors) },
]

/** Checks of a new passkey: no sign-in can fail with these codes. */
const registrationOnly: ReadonlySet<string> = new Set<PasskeyErrorCode>([
  ...(Object.keys(attestationErrors) as (keyof typeof attestationErrors)[]),
  'malformed_attestation_object',
  'attested_credential_data_missing',
  'credential_id_invalid',
  'credential_id_too_long',
  'credential_id_mismatch',
  'algorithm_not_allowed',
])

const written = '<!-- Written by `npm run errors` from the table of codes and scripts/docs/errors. -->'

/** Every page of docs/errors by its name. */
export function writeErrorPages(): ReadonlyMap<string, string> {
  const codes = Object.keys(errorTable).filter(isPasskeyErrorCode)
  return new Map([['README.md', writeIndex()], ...codes.map((code) => [`${code}.md`, writePage(code)] as const)])
}

function writePage(code: PasskeyErrorCode): string {
  const { causes, logged, details } = notes[code]
  const rows = causes.map(({ cause, remedy }, index) => `| ${index + 1} | ${cause} | ${remedy} |`)
  return `${written}

# \`${code}\`

## What the user sees

${responses(code).join('\n\n')}

## What the log says

By default, ${logged ?? 'nothing.'} To log each error, pass [\`onRefused\`](../mounting.md#when-it-does-not-work): it receives the error with its \`code\` and \`cause\`.${details ? ` ${details}` : ''}

## Causes

The most likely cause is first.

| # | cause | what to do |
|---|---|---|
${rows.join('\n')}

[All codes](README.md)
`
}

/** What each kind of ceremony sends to the page. */
function responses(code: PasskeyErrorCode): readonly string[] {
  const { status, message, publicCode } = errorTable[code]
  const itself = `“${message}” The response has status ${status} and the code \`${code}\`.`
  if (registrationOnly.has(code)) return [`When a passkey is created: ${itself}`]
  if (publicCode === 'itself') return [itself]
  const { sign_in_failed: masked } = errorTable
  return [
    `At sign-in: “${masked.message}” The response has status ${masked.status} and the code [\`sign_in_failed\`](sign_in_failed.md).`,
    `Elsewhere, such as when a passkey is created or in a step-up: ${itself}`,
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

Each error has a code from one closed table. Branch on the code, never on the message. The page of a code says what the user sees, what the log says,
what the likely causes are, and what to do.

\`\`\`ts
import { createPasskeys, type PasskeysConfig } from '@latchkey/core'

declare const config: PasskeysConfig
export const passkeys = createPasskeys({
  ...config,
  // Sets the \`type\` of each problem to the page of its code. The default is about:blank.
  problemTypes: (code) => new URL(\`\${code}.html\`, 'https://docs.example.com/errors/'),
})
\`\`\`

If a check fails at sign-in, the response has the code \`sign_in_failed\`, so that it reveals nothing about an account. The log has the original code.
[The browser client](../browser.md#errors) has codes of its own, such as \`cancelled\`.

${tables.join('\n')}`
}
