/**
 * The value of a key: the count, a space, and the end of the window by the caller's clock. One value and one SET, so
 * that no key can be without an expiry. A value of any other form belongs to another program: the comparison with nil
 * is an error, and the value stays.
 */

/**
 * KEYS: the rate. ARGV: now, the end of a window that opens now, how long to store it, and the latest end of an open
 * window; all in milliseconds.
 */
export const hitScript = `
local kept = redis.call('GET', KEYS[1])
if kept then
  local count, closesAt = string.match(kept, '^(%d+) (%S+)$')
  if tonumber(closesAt) > tonumber(ARGV[1]) and tonumber(closesAt) <= tonumber(ARGV[4]) then
    local window = string.format('%d', count + 1) .. ' ' .. closesAt
    redis.call('SET', KEYS[1], window, 'KEEPTTL')
    return window
  end
end
local window = '1 ' .. ARGV[2]
redis.call('SET', KEYS[1], window, 'PX', ARGV[3])
return window
`

/** A script, because a client may send a plain GET to a replica that lags behind. */
export const readScript = `return redis.call('GET', KEYS[1])`

export const resetScript = `return redis.call('DEL', KEYS[1])`
