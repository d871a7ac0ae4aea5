import { api } from './environment.js'

export default { esbuild: { jsx: 'automatic' }, define: { __API__: JSON.stringify(api) } }
