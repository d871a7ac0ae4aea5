import { HTTPException } from 'hono/http-exception'

/** The form in the request. Any other body is a 400. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (cause) {
    throw new HTTPException(400, { message: 'A form was expected.', cause })
  }
}
