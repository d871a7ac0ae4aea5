import { createPasskeyClient } from '@latchkey/browser'
import { reportOutcomes } from '@latchkey/browser/outcomes'
import { runAccountPage } from './account-page.js'
import { runInvitationPage, runRecoverPage } from './code-pages.js'
import { runOfferPage } from './offer-page.js'
import { runSecondStepPage } from './second-step-page.js'
import { runSignInPage } from './sign-in-page.js'
import { runSignUpPage } from './sign-up-page.js'
import { runTransfersPage } from './transfers-page.js'

const client = reportOutcomes(createPasskeyClient<unknown>)

const { page } = document.body.dataset
if (page === 'sign-in') runSignInPage(client)
if (page === 'sign-up') runSignUpPage(client)
if (page === 'offer') runOfferPage(client)
if (page === 'second-step') runSecondStepPage(client)
if (page === 'transfers') runTransfersPage(client)
if (page === 'recover') runRecoverPage(client)
if (page === 'invitation') runInvitationPage(client)
if (page === 'account') runAccountPage(client)
