import type { PasskeyClientErrorCode } from '@latchkey/browser'
import type { ListedPasskeyJSON, PromptReason } from '@latchkey/wire'

/** A question of the prompt. */
export interface PromptText {
  readonly title: string
  readonly lead: string
}

/** The reasons to ask a user. Those without a text have that of `due`. */
export type AskedReason = Extract<
  PromptReason,
  'due' | 'local_passkey' | 'upgrade' | 'mandatory' | 'limit_reached' | 'device_unsupported'
>

/** Every text of the elements in one language. `{name}`, `{date}`, `{ago}` and `{count}` are replaced. */
export interface Texts {
  readonly signIn: string
  /** Of a form that needs the sign-in. */
  readonly signInFirst: string

  readonly create: string
  readonly loading: string
  readonly noPasskeys: string
  readonly noPasskeysLead: string
  readonly tryAgain: string
  readonly synced: string
  readonly onOneDevice: string
  readonly added: string
  readonly lastUsed: string
  readonly lastUsedOn: string
  readonly justNow: string
  readonly neverUsed: string
  /** By the plural categories of the language: `one`, `few`, `many`; `other` for the rest. */
  readonly used: Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }
  readonly whyNotRemovable: Readonly<Record<NonNullable<ListedPasskeyJSON['whyNotRemovable']>, string>>
  readonly rename: string
  readonly renameName: string
  readonly remove: string
  readonly removeName: string
  readonly renameTitle: string
  readonly name: string
  readonly save: string
  readonly cancel: string
  readonly removeTitle: string
  readonly removeLead: string
  readonly codeTitle: string
  readonly codeLead: string
  readonly code: string
  readonly created: string
  readonly renamed: string
  readonly removed: string

  readonly prompts: Readonly<Partial<Record<AskedReason, PromptText>>> & { readonly due: PromptText }
  readonly notNow: string
  readonly never: string
  /** Of a form that needs the passkey. */
  readonly createFirst: string

  /** Instead of the client's own messages, which are English. */
  readonly errors: Readonly<Partial<Record<PasskeyClientErrorCode, string>>>
}

/** Texts that replace some of those of the language. */
export type SomeTexts = Readonly<Partial<Texts>>
