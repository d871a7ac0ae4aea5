/**
 * The pragmas that a SQLite file with several writing processes needs: writers wait for each other instead of failing
 * at once, and readers read while one writes. Your app sets them on each connection that it opens; the adapter does
 * not set them silently. `synchronous = NORMAL` in addition is faster, and may lose the last transactions when the
 * power fails: then a ceremony that was spent in that moment could be finished once more, as long as it has not
 * expired.
 */
export const sqlitePragmas = ['busy_timeout = 5000', 'journal_mode = WAL'] as const
