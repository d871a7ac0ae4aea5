/** What every method takes that acts at one relying party. */
export interface RelyingPartyInput {
  /**
   * Where several `relyingParties` are configured: which one, by its key or its RP ID.
   *
   * @default the one that is configured
   */
  readonly relyingPartyId?: string | undefined
}
