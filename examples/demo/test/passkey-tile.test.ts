import { expect, test } from 'vitest'
import { passkeyTile } from '../src/pages/passkey-tile.js'

test('where the provider has a picture, it is shown, and another one on a dark page', async () => {
  const providerIcon = { light: 'data:image/png;base64,bGlnaHQ=', dark: 'data:image/png;base64,ZGFyaw==' }
  const tile = String(await passkeyTile({ providerIcon, synced: true }))
  expect(tile).toContain(`<img src="${providerIcon.light}" alt=""`)
  expect(tile).toContain(`<source srcset="${providerIcon.dark}" media="(prefers-color-scheme: dark)"`)
})

test('a picture cannot break out of its attribute', async () => {
  const tile = String(await passkeyTile({ providerIcon: { light: '"><script>', dark: '"><script>' }, synced: true }))
  expect(tile).not.toContain('<script>')
})

test('where there is no picture, a synced passkey and one bound to a device look different', async () => {
  const [synced, bound] = [String(await passkeyTile({ synced: true })), String(await passkeyTile({ synced: false }))]
  expect(synced).toContain('<svg')
  expect(synced).not.toBe(bound)
})
