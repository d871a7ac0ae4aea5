const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long' })

/** `12 March 2026` */
export function describeDate(at: number): string {
  return date.format(at)
}

/** `just now`, `5 minutes ago`, `yesterday`; a date when it is more than a week ago. */
export function describeAge(at: number, now: number): string {
  const age = now - at
  if (age < minute) return 'just now'
  if (age < hour) return relative.format(-Math.floor(age / minute), 'minute')
  if (age < day) return relative.format(-Math.floor(age / hour), 'hour')
  if (age < 7 * day) return relative.format(-Math.floor(age / day), 'day')
  return `on ${describeDate(at)}`
}
