import { createPasskeyClient } from '@latchkey/browser'

const passkeys = createPasskeyClient()
const find = (selector) => document.querySelector(selector)
const run = (action) => () => action().then(show, ({ message }) => (find('#message').value = message))

async function show() {
  const [list, { prompt }] = await Promise.all([passkeys.list(), passkeys.prompt()])
  find('#prompt').hidden = prompt === 'none'
  find('#passkeys').replaceChildren(...list.map(row))
}

function row({ id, name }) {
  const [item, remove] = [document.createElement('li'), document.createElement('button')]
  item.textContent = name
  remove.textContent = `Remove ${name}`
  remove.onclick = run(() => passkeys.remove(id))
  item.append(' ', remove)
  return item
}

for (const id of ['#create', '#add']) find(id).onclick = run(() => passkeys.enroll())
find('#not-now').onclick = run(() => passkeys.answerPrompt('not-now'))
run(async () => {})()
