import { handlePasskeys } from '../../../passkeys.js'

const handle = (request) => handlePasskeys(request, request)

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT }
