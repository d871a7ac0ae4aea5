import { index, route } from '@react-router/dev/routes'

export default [
  index('routes/sign-in.jsx'),
  route('account', 'routes/account.jsx'),
  route('passkeys/*', 'routes/passkeys.js'),
]
