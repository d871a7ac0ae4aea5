import type { PasskeysConfig } from './passkeys-config.js'

/** The site that passkeys are for. */
export interface RelyingPartyConfig {
  /**
   * The RP ID: a host name such as `example.com`. Passkeys are bound to it permanently. They work on it and its
   * subdomains.
   *
   * @default the host of `baseUrl`
   */
  readonly id?: string | undefined
  /** The name that authenticators show to users. */
  readonly name: string
  /**
   * The exact origins that may run ceremonies, on the host of the id and its subdomains.
   *
   * @default `https://` and the id
   */
  readonly origins?: readonly string[] | undefined
  /**
   * The https origins of your other domains that use the same passkeys, such as `https://example.co.uk`. Ceremonies
   * accept them as they accept `origins`. Browsers ask the host of the id for permission: mount
   * `createWellKnownHandler` there. They read five different domain names.
   *
   * @default []
   */
  readonly relatedOrigins?: readonly string[] | undefined
}

/** One of several sites. What it sets besides its own members replaces that of the whole configuration there. */
export interface RelyingPartyEntry<Transaction = unknown>
  extends RelyingPartyConfig,
    Pick<
      PasskeysConfig<Transaction>,
      'policy' | 'host' | 'appId' | 'extensionOrigins' | 'apple' | 'android' | 'passkeyEndpoints'
    > {}
