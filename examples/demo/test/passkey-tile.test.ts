import { expect, test } from 'vitest'
import { passkeyTile } from '../src/pages/passkey-tile.js'

test('the icon of the provider is shown, with a different one on dark pages', async () => {
  const providerIcon = { light: 'data:image/png;base64,bGlnaHQ=', dark: 'data:image/png;base64,ZGFyaw==' }
  const tile = String(await passkeyTile({ providerIcon, synced: true }))
  expect(tile).toContain(`<img src="${providerIcon.light}" alt=""`)
  expect(tile).toContain(`<source srcset="${providerIcon.dark}" media="(prefers-color-scheme: dark)"`)
})

test('an icon cannot break out of its attribute', async () => {
  const tile = String(await passkeyTile({ providerIcon: { light: '"><script>', dark: '"><script>' }, synced: true }))
  expect(tile).not.toContain('<script>')
})

test('without an icon, synced and device-bound passkeys look different', async () => {
  const [synced, bound] = [String(await passkeyTile({ synced: true })), String(await passkeyTile({ synced: false }))]
  expect(synced).toContain('<svg')
  expect(synced).not.toBe(bound)
})
