const code = 'body_already_read'

const advice =
  'The body of this request was already read. Pass the request on unread, or pass the parsed body on. ' +
  'Fastify: toNodeListener(handle)(Object.assign(request.raw, { body: request.body }), reply.raw). ' +
  'Koa: toNodeListener(handle)(Object.assign(ctx.req, { body: ctx.request.body }), ctx.res). ' +
  'Hono: handle(new Request(c.req.raw, { body: await c.req.text() })). ' +
  'h3: mount the handler in front of what calls readBody(event). ' +
  "Elysia: .all('/passkeys/*', async ({ request }) => handle(request), { parse: 'none' })."

/** A mistake of the developer. The message says how each framework passes on a body. */
export function bodyAlreadyRead(): TypeError {
  return Object.assign(new TypeError(advice), { code })
}

/** Recognized by its code: a body that breaks off may be a `TypeError` too. */
export function isBodyAlreadyRead(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && error.code === code
}
