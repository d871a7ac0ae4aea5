// Runs TypeScript: `node --import ./scripts/run/tsx.mjs program.ts`. Without the cache of tsx: it is a folder of a known name
// in the temporary folder, where another user of the machine could have put it.
process.env.TSX_DISABLE_CACHE = '1'
await import('tsx')
