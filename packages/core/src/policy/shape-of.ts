/** The members of an object schema, even if the schema is wrapped; none for another schema. */
export function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  if (typeof schema !== 'object' || schema === null) return {}
  if ('shape' in schema) return { ...(schema.shape as object) }
  return 'unwrap' in schema && typeof schema.unwrap === 'function' ? shapeOf(schema.unwrap()) : {}
}
