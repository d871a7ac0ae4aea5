export { kyselyStorage } from './kysely-storage.js'
export { sqlitePragmas } from './sqlite-pragmas.js'
