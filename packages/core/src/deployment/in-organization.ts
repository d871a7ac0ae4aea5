/** Where something holds: in an organisation, or with none named in the environment. */
export interface InOrganization {
  readonly organizationId?: string | undefined
}
