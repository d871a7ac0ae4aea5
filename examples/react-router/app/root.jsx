import { Links, Meta, Outlet, Scripts } from 'react-router'

export const meta = () => [{ title: 'Fieldnotes' }]
export const links = () => [{ rel: 'stylesheet', href: '/style.css' }]

export default function Root() {
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <Meta />
        <Links />
      </head>
      <body>
        <main>
          <Outlet />
        </main>
        <Scripts />
      </body>
    </html>
  )
}
