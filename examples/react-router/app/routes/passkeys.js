import { handlePasskeys } from '../../passkeys.js'

export const loader = ({ request }) => handlePasskeys(request)
export const action = loader
