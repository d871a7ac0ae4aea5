import { type RefObject, useInsertionEffect, useRef } from 'react'

/** The value of the last render, for what runs later: a new function in each render starts nothing anew. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value)
  // Before any other effect, and before the browser can call a handler of the new render.
  useInsertionEffect(() => {
    latest.current = value
  })
  return latest
}
