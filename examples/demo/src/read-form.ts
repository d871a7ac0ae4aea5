import { HTTPException } from 'hono/http-exception'

/** The form that a request sent; whatever else it sent is answered with 400. */
export async function readForm(request: Request): Promise<FormData> {
  try {
    return await request.formData()
  } catch (cause) {
    throw new HTTPException(400, { message: 'A form was expected.', cause })
  }
}
