const mostTransports = 16
const longestTransport = 32

/** Transports are hints for later sign-ins. Unknown ones are stored; anything but a short word is dropped. */
export function readTransports(transports: unknown): readonly string[] {
  if (!Array.isArray(transports)) return []
  const short = transports.filter(
    (it) => typeof it === 'string' && /^[\x21-\x7e]+$/.test(it) && it.length <= longestTransport,
  )
  return [...new Set<string>(short)].slice(0, mostTransports)
}
