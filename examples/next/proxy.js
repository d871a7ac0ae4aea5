import { NextResponse } from 'next/server'

/** Next.js 15 calls this file `middleware.js`. It only saves a page from being rendered: the page itself checks the session. */
export function proxy(request) {
  if (request.cookies.has('session')) return NextResponse.next()
  return NextResponse.redirect(new URL('/', request.url))
}

export const config = { matcher: '/account/:path*' }
