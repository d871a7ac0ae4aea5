/** What a device is like. Default: a phone or laptop whose passkeys are synced, in the hands of its user. */
export interface DeviceOptions {
  /**
   * `platform`: this device itself. `security-key`: one that is plugged in. A page can have one of each.
   *
   * @default 'platform'
   */
  readonly kind?: 'platform' | 'security-key'
  /**
   * Whether passkeys are backed up to other devices.
   *
   * @default those of a platform are
   */
  readonly synced?: boolean
  /**
   * Whether it can recognize its user at all, by finger, face or PIN.
   *
   * @default true
   */
  readonly verifiesUser?: boolean
  /**
   * Whether passkeys give keys: at once, only at later uses, or never.
   *
   * @default `never`
   */
  readonly prf?: 'at-once' | 'later' | 'never'
  /**
   * Whether passkeys can store a large blob.
   *
   * @default false
   */
  readonly largeBlob?: boolean
}

/** A passkey on a device. Ids are base64url, as WebAuthn writes them. */
export interface DevicePasskey {
  readonly id: string
  readonly rpId: string
  readonly signCount: number
  readonly userHandle?: string
  readonly userName?: string
}

/** What changes about a passkey, whatever its device would do by itself. */
export interface DevicePasskeyChange {
  /** The next use says one more. -1: the passkey does not count, and says 0. */
  readonly signCount?: number
  readonly backupEligible?: boolean
  readonly backedUp?: boolean
}

/** A device that Chromium simulates for one page and its frames. It survives navigation. */
export interface Device {
  /** The passkeys on it. */
  passkeys(): Promise<readonly DevicePasskey[]>
  /** Whether it recognizes its user. If not, requests fail at once. Applies from the next request. */
  setUserVerified(verified: boolean): Promise<void>
  /** Whether its user is there. If not, requests wait, until they are aborted or time out. Applies from the next request. */
  setPresence(present: boolean): Promise<void>
  /**
   * Copies all passkeys to a device of another page: as a provider syncs them, or as a thief clones them. From then on each
   * device counts by itself.
   *
   * @throws {Error} if the other device has one of them
   */
  copyTo(other: Device): Promise<void>
  /** @throws {Error} for a passkey that is not on it */
  change(passkeyId: string, change: DevicePasskeyChange): Promise<void>
  /** Deletes a passkey from the device; the server still has it. */
  forget(passkeyId: string): Promise<void>
  /** Unplugs the device. */
  remove(): Promise<void>
  /** For `copyTo`. */
  receive(passkeys: readonly unknown[]): Promise<void>
}

/** A session of the Chrome DevTools Protocol, whichever library it is from: each has types of its own for what is sent. */
export interface DeviceSession {
  /** Sends one command. */
  send(method: never, parameters?: never): Promise<unknown>
}

interface StoredPasskey {
  readonly credentialId: string
  readonly rpId: string
  readonly signCount: number
  readonly userHandle?: string
  readonly userName?: string
}

/** Plugs a device into the page of this session. */
export async function plugIn(session: DeviceSession, options: DeviceOptions = {}): Promise<Device> {
  await sendTo(session, 'enable', { enableUI: false })
  const added = await sendTo(session, 'addVirtualAuthenticator', { options: protocolOptions(options) })
  const { authenticatorId } = added as { readonly authenticatorId: string }
  const send = (method: string, parameters: object = {}) => sendTo(session, method, { authenticatorId, ...parameters })
  const stored = async () => {
    const { credentials } = (await send('getCredentials')) as { readonly credentials: readonly StoredPasskey[] }
    return credentials
  }
  return {
    passkeys: async () => (await stored()).map(toDevicePasskey),
    async setUserVerified(isUserVerified) {
      await send('setUserVerified', { isUserVerified })
    },
    async setPresence(enabled) {
      await send('setAutomaticPresenceSimulation', { enabled })
    },
    copyTo: async (other) => other.receive(await stored()),
    async change(passkeyId, { signCount, backupEligible, backedUp }) {
      const flags = { backupEligibility: backupEligible, backupState: backedUp }
      await send('setCredentialProperties', { credentialId: toBase64(passkeyId), signCount, ...flags })
    },
    async forget(passkeyId) {
      await send('removeCredential', { credentialId: toBase64(passkeyId) })
    },
    async remove() {
      await send('removeVirtualAuthenticator')
    },
    async receive(passkeys) {
      for (const credential of passkeys) await send('addCredential', { credential })
    },
  }
}

/** Unplugs all devices of a page, and ends their requests. */
export async function unplugAll(session: DeviceSession): Promise<void> {
  await sendTo(session, 'disable', {})
}

function sendTo(session: DeviceSession, method: string, parameters: object): Promise<unknown> {
  return session.send(`WebAuthn.${method}` as never, parameters as never)
}

function protocolOptions(options: DeviceOptions): Readonly<Record<string, unknown>> {
  const { kind = 'platform', synced = kind === 'platform', verifiesUser = true, prf = 'never', largeBlob } = options
  return {
    protocol: 'ctap2',
    ctap2Version: 'ctap2_1',
    transport: kind === 'platform' ? 'internal' : 'usb',
    hasResidentKey: true,
    hasUserVerification: verifiesUser,
    isUserVerified: verifiesUser,
    hasPrf: prf === 'at-once',
    hasHmacSecret: prf === 'later',
    hasLargeBlob: largeBlob ?? false,
    automaticPresenceSimulation: true,
    defaultBackupEligibility: synced,
    defaultBackupState: synced,
  }
}

function toDevicePasskey({ credentialId, rpId, signCount, userHandle, userName }: StoredPasskey): DevicePasskey {
  return {
    id: toBase64url(credentialId),
    rpId,
    signCount,
    ...(userHandle === undefined ? {} : { userHandle: toBase64url(userHandle) }),
    ...(userName === undefined ? {} : { userName }),
  }
}

function toBase64url(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

function toBase64(base64url: string): string {
  const text = base64url.replaceAll('-', '+').replaceAll('_', '/')
  return text.padEnd(Math.ceil(text.length / 4) * 4, '=')
}
