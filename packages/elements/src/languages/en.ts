import type { Texts } from '../texts.js'

/** English. */
export const en: Texts = {
  signIn: 'Sign in with a passkey',
  signInFirst: 'Please sign in first.',

  create: 'Create a passkey',
  loading: 'Loading your passkeys…',
  noPasskeys: 'No passkeys yet.',
  noPasskeysLead: 'Create one to sign in with your fingerprint, face or screen lock.',
  tryAgain: 'Try again',
  synced: 'Synced across your devices',
  onOneDevice: 'On one device only',
  added: 'Added {date}',
  lastUsed: 'Last used {ago}',
  lastUsedOn: 'Last used on {date}',
  justNow: 'just now',
  neverUsed: 'Never used',
  used: { one: 'Used once', other: 'Used {count} times' },
  whyNotRemovable: {
    suspended: 'This passkey is suspended. Only an admin can remove it.',
    last_sign_in_method: 'You can’t remove your only sign-in method.',
    cooling_down: 'You have just added a passkey. Sign in with an older one to remove this.',
    forbidden: 'Sign in with another passkey or your password to remove it.',
  },
  rename: 'Rename',
  renameName: 'Rename {name}',
  remove: 'Remove',
  removeName: 'Remove {name}',
  renameTitle: 'Rename passkey',
  name: 'Name',
  save: 'Save',
  cancel: 'Cancel',
  removeTitle: 'Remove “{name}”?',
  removeLead: 'You won’t be able to sign in with this passkey anymore.',
  codeTitle: 'Enter the code',
  codeLead: 'We sent you a code, so that only you can add a passkey.',
  code: 'Code',
  created: 'Added “{name}”. You can now sign in with it.',
  renamed: 'Renamed to “{name}”.',
  removed: 'Removed “{name}”.',

  prompts: {
    due: {
      title: 'Sign in without a password',
      lead: 'Create a passkey, and sign in with your fingerprint, face or screen lock next time.',
    },
    local_passkey: {
      title: 'Create a passkey on this device',
      lead: 'You signed in with a passkey from another device. Create one here to sign in with this device next time.',
    },
    upgrade: {
      title: 'Sign in without your user name',
      lead: 'Your passkey only works after you enter your user name. Create a new one that works on its own.',
    },
    mandatory: {
      title: 'Create your passkey',
      lead: 'You need a passkey to go on. Create one now with your fingerprint, face or screen lock.',
    },
    limit_reached: {
      title: 'Remove a passkey first',
      lead: 'You need a new passkey to go on, and your account has no room for another one.',
    },
    device_unsupported: {
      title: 'Use another device',
      lead: 'You need a passkey to go on, and this browser can’t create one. Sign in on a device that can, and create it there.',
    },
  },
  notNow: 'Not now',
  never: 'Don’t ask again',
  createFirst: 'Please create a passkey first.',

  errors: {},
}
