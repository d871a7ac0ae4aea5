export { type UseAutofillOptions, useAutofill } from './use-autofill.js'
export { type UsePasskeys, usePasskeys } from './use-passkeys.js'
export { type UsePrompt, type UsePromptOptions, usePrompt } from './use-prompt.js'
export { type UseSignIn, type UseSignInOptions, useSignIn } from './use-sign-in.js'
