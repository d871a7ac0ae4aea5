import { createRoot } from 'react-dom/client'
import { Account } from './account.jsx'
import { SignIn } from './sign-in.jsx'

const Page = location.pathname === '/account' ? Account : SignIn
createRoot(document.querySelector('#app')).render(<Page />)
