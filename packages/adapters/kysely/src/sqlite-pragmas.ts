/**
 * What a SQLite file needs that several processes write: wait for each other instead of failing at once, and let
 * readers read while one writes. The host sets them on each connection it opens; nothing here does so behind its back.
 * `synchronous = NORMAL` beside them is quicker, and may lose the last transactions when the power fails: then a
 * ceremony that was spent in that moment could be finished once more, as long as it has not expired.
 */
export const sqlitePragmas = ['busy_timeout = 5000', 'journal_mode = WAL'] as const
