export type { Languages } from './choose-language.js'
export {
  type DefineOptions,
  definePasskeyElements,
  definePasskeyList,
  definePasskeyPrompt,
  definePasskeySignIn,
  type PasskeyElementProperties,
  type PasskeyListElement,
  type PasskeyPromptElement,
  type PasskeySignInElement,
} from './define-elements.js'
export type { PasskeyElementEventMap } from './element-host.js'
export type { ListingClient } from './list-view.js'
export type { PromptingClient } from './prompt-view.js'
export type { SigningInClient } from './sign-in-view.js'
export type { AskedReason, PromptText, SomeTexts, Texts } from './texts.js'
