import type { AndroidApp, AppleApp, PasskeyEndpoints } from './native-apps.js'
import type { RelyingParty } from './relying-party.js'

/** A document below `/.well-known/` of the host that is the RP ID. Served with status 200 and no redirect. */
export interface WellKnownDocument {
  /** Such as `/.well-known/assetlinks.json`. */
  readonly path: string
  /** Its JSON. */
  readonly body: unknown
  readonly cacheControl: string
}

export interface WellKnownSettings {
  readonly relyingParty: Pick<RelyingParty, 'relatedOrigins'>
  readonly apple: readonly AppleApp[]
  readonly android: readonly AndroidApp[]
  readonly passkeyEndpoints: PasskeyEndpoints
}

const anHour = 'public, max-age=3600'

/** The documents of what is configured, and of nothing else. */
export function wellKnownDocuments({
  relyingParty: { relatedOrigins },
  apple,
  android,
  passkeyEndpoints,
}: WellKnownSettings): readonly WellKnownDocument[] {
  const endpoints = Object.entries(passkeyEndpoints).filter(([, url]) => url !== undefined)
  return [
    ...(apple.length > 0 ? [document('apple-app-site-association', appSiteAssociation(apple))] : []),
    ...(android.length > 0 ? [document('assetlinks.json', android.map(assetLink))] : []),
    ...(endpoints.length > 0 ? [document('passkey-endpoints', Object.fromEntries(endpoints))] : []),
    // A browser uses a copy of its cache: an origin that is added must not wait for it.
    ...(relatedOrigins.length > 0 ? [document('webauthn', { origins: [...relatedOrigins] }, 'no-cache')] : []),
  ]
}

function document(name: string, body: unknown, cacheControl: string = anHour): WellKnownDocument {
  return { path: `/.well-known/${name}`, body, cacheControl }
}

/** @see https://developer.apple.com/documentation/xcode/supporting-associated-domains */
function appSiteAssociation(apps: readonly AppleApp[]) {
  return { webcredentials: { apps: apps.map(({ teamId, bundleId }) => `${teamId}.${bundleId}`) } }
}

/** @see https://developer.android.com/identity/sign-in/credential-manager#add-support-dal */
function assetLink({ packageName, sha256Fingerprints }: AndroidApp) {
  return {
    relation: ['delegate_permission/common.get_login_creds'],
    target: {
      namespace: 'android_app',
      package_name: packageName,
      sha256_cert_fingerprints: [...sha256Fingerprints],
    },
  }
}
