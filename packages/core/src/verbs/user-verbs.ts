import type { PromptJSON, SignalsJSON } from '@latchkey/wire'
import { type PromptResetInput, resetPrompt } from '../admin/reset-prompt.js'
import type { Deployment } from '../deployment/deployment.js'
import { type BegunEnroll, beginEnroll, type EnrollBeginInput } from '../flows/begin-enroll.js'
import { type BegunSignIn, beginSignIn, type SignInBeginInput } from '../flows/begin-sign-in.js'
import { type BegunSignUp, beginSignUp, type SignUpBeginInput } from '../flows/begin-sign-up.js'
import { type EnrollFinishInput, finishEnroll } from '../flows/finish-enroll.js'
import { finishSignIn, type SignIn, type SignInFinishInput } from '../flows/finish-sign-in.js'
import { finishSignUp, type SignUp, type SignUpFinishInput } from '../flows/finish-sign-up.js'
import type { Enrolled } from '../flows/keep-another.js'
import { type SettledSignUp, type SettleInput, settleSignUp } from '../flows/settle-sign-up.js'
import { type ListInput, listPasskeys, type PasskeyList } from '../manage/list-passkeys.js'
import { listSignals, type SignalsInput } from '../manage/list-signals.js'
import {
  answer,
  decide,
  type PromptAnswerInput,
  type PromptDecideInput,
  type PromptShownInput,
  shown,
} from '../manage/prompts.js'
import { type RemoveInput, removePasskey } from '../manage/remove-passkey.js'
import { type RenamedPasskey, type RenameInput, renamePasskey } from '../manage/rename-passkey.js'

/** The verbs for users, and for who is about to become one: what the requests of a page come to. */
export interface UserVerbs {
  readonly signIn: {
    begin(input: SignInBeginInput): Promise<BegunSignIn>
    finish(input: SignInFinishInput): Promise<SignIn>
  }
  readonly signUp: {
    begin(input: SignUpBeginInput): Promise<BegunSignUp>
    finish(input: SignUpFinishInput): Promise<SignUp>
    settle(input: SettleInput): Promise<SettledSignUp>
  }
  readonly enroll: {
    begin(input: EnrollBeginInput): Promise<BegunEnroll>
    finish(input: EnrollFinishInput): Promise<Enrolled>
  }
  readonly manage: {
    list(input: ListInput): Promise<PasskeyList>
    rename(input: RenameInput): Promise<RenamedPasskey>
    remove(input: RemoveInput): Promise<{ readonly signals: SignalsJSON }>
    signals(input: SignalsInput): Promise<SignalsJSON>
  }
  readonly prompt: {
    decide(input: PromptDecideInput): Promise<PromptJSON>
    answer(input: PromptAnswerInput): Promise<PromptJSON>
    shown(input: PromptShownInput): Promise<void>
    reset(input: PromptResetInput): Promise<void>
  }
}

/** Each verb, about this deployment. */
export function userVerbs(deployment: Deployment): UserVerbs {
  return {
    signIn: {
      begin: (input) => beginSignIn(deployment, input),
      finish: (input) => finishSignIn(deployment, input),
    },
    signUp: {
      begin: (input) => beginSignUp(deployment, input),
      finish: (input) => finishSignUp(deployment, input),
      settle: (input) => settleSignUp(deployment, input),
    },
    enroll: {
      begin: (input) => beginEnroll(deployment, input),
      finish: (input) => finishEnroll(deployment, input),
    },
    manage: {
      list: (input) => listPasskeys(deployment, input),
      rename: (input) => renamePasskey(deployment, input),
      remove: (input) => removePasskey(deployment, input),
      signals: (input) => listSignals(deployment, input),
    },
    prompt: {
      decide: (input) => decide(deployment, input),
      answer: (input) => answer(deployment, input),
      shown: (input) => shown(deployment, input),
      reset: (input) => resetPrompt(deployment, input),
    },
  }
}
