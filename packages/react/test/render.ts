import { createElement, type ReactNode, StrictMode } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach } from 'vitest'

const roots = new Map<Root, HTMLElement>()

afterEach(() => {
  for (const [root, place] of roots) {
    root.unmount()
    place.remove()
  }
  roots.clear()
})

export interface Rendered {
  readonly place: HTMLElement
  again(node: ReactNode): void
  unmount(): void
}

/** Renders as strictly as React can: each component is mounted, unmounted and mounted again. */
export function render(node: ReactNode): Rendered {
  const place = document.body.appendChild(document.createElement('div'))
  const root = createRoot(place)
  roots.set(root, place)
  const again = (next: ReactNode) => root.render(createElement(StrictMode, null, next))
  again(node)
  return { place, again, unmount: () => root.unmount() }
}

/** Renders a component that does nothing but call a hook, and returns what the hook returned last. */
export function renderHook<Result>(hook: () => Result): Rendered & { readonly last: () => Result } {
  let last: Result | undefined
  function Caller() {
    last = hook()
    return null
  }
  const rendered = render(createElement(Caller))
  return {
    ...rendered,
    last() {
      if (last === undefined) throw new Error('The hook has not run yet.')
      return last
    },
  }
}

/** A promise that the test settles. */
export function deferred<Value>() {
  let resolve: (value: Value) => void = () => undefined
  const promise = new Promise<Value>((settle) => {
    resolve = settle
  })
  return { promise, resolve: (value: Value) => resolve(value) }
}
