/** How serious a finding is. With an `error`, passkeys do not work or are not safe: do not deploy. */
export type FindingLevel = 'error' | 'warning' | 'info'

/** Everything that the doctor can find, and its level. */
export const findingLevels = {
  rp_id_public_suffix: 'error',
  rp_id_wider_than_origins: 'warning',
  rp_id_apex: 'info',
  rp_id_stranded: 'error',
  rp_id_retired: 'info',
  related_origins_ignored: 'error',
  base_url_http: 'error',
  base_url_elsewhere: 'warning',
  passkeys_off: 'warning',
  secret_guessable: 'error',
  secret_old: 'warning',
  secret_rotation_open: 'info',
  decoy_secret_rotates: 'warning',
  receipt_keys_unused: 'info',
  metadata_unusable: 'error',
  metadata_expiring: 'warning',
  storage_unavailable: 'error',
  schema_behind: 'error',
  schema_newer: 'error',
  tables_foreign: 'error',
  database_settings: 'error',
  clock_wrong: 'error',
  clock_differs: 'warning',
  sweep_overdue: 'warning',
  events_undelivered: 'warning',
  events_unread: 'info',
  endpoint_disabled: 'error',
  dead_letters: 'warning',
  origin_unreachable: 'error',
  origin_redirects: 'warning',
  tls_invalid: 'error',
  well_known_missing: 'error',
  well_known_redirects: 'error',
  well_known_type: 'error',
  well_known_differs: 'error',
  check_failed: 'error',
} as const satisfies Readonly<Record<string, FindingLevel>>

/** The name of a finding. */
export type FindingName = keyof typeof findingLevels

/** Something that the doctor has found. */
export interface Finding {
  readonly name: FindingName
  readonly level: FindingLevel
  /** What is wrong, and what to write or to run. For operators: it may contain names from your configuration. */
  readonly message: string
  /** The numbers of the message, for a program that reads it. */
  readonly counts?: Readonly<Record<string, number>>
}

/** What `passkeys.doctor()` returns. */
export interface DoctorReport {
  /** Whether no finding is an `error`. */
  readonly healthy: boolean
  /** Errors first, then warnings, then the rest. */
  readonly findings: readonly Finding[]
}

export function finding(name: FindingName, message: string, counts?: Finding['counts']): Finding {
  return { name, level: findingLevels[name], message, ...(counts && { counts }) }
}

const order: readonly FindingLevel[] = ['error', 'warning', 'info']

/** Each finding once, the serious ones first. */
export function toReport(found: readonly Finding[]): DoctorReport {
  const unique = [...new Map(found.map((it) => [`${it.name} ${it.message}`, it])).values()]
  const findings = order.flatMap((level) => unique.filter((it) => it.level === level))
  return { healthy: findings.every(({ level }) => level !== 'error'), findings }
}
