import { type Attributes, createElement } from './create-element.js'
import type { ElementHost } from './element-host.js'

/** A question in a dialog. */
export interface Question {
  readonly title: readonly (Node | string)[]
  readonly lead?: string
  readonly field?: { readonly label: string; readonly attributes: Attributes }
  readonly confirm: string
  readonly isDangerous?: boolean
}

/**
 * Opens a dialog. Resolves with what the user typed, without spaces around it, an empty text where nothing is typed, or
 * undefined after Cancel and Escape.
 */
export function ask(host: ElementHost<unknown>, question: Question): Promise<string | undefined> {
  const { dialog, input } = createDialog(host, question)
  host.root.append(dialog)
  dialog.showModal()
  input?.select()
  host.signal.addEventListener('abort', () => dialog.close())
  return new Promise((resolve) => {
    dialog.onclose = () => {
      dialog.remove()
      resolve(dialog.returnValue === 'confirm' ? (input?.value.trim() ?? '') : undefined)
    }
  })
}

function createDialog(host: ElementHost<unknown>, { title, lead, field, confirm, isDangerous }: Question) {
  const heading = createElement('h2', { part: 'title', id: 'title' }, ...title)
  const input = field && createElement('input', { part: 'input', ...field.attributes })
  const cancel = createElement(
    'button',
    { type: 'button', part: 'button cancel', autofocus: !input },
    host.language.texts.cancel,
  )
  const submit = createElement(
    'button',
    { type: 'submit', value: 'confirm', part: isDangerous ? 'button danger confirm' : 'button primary confirm' },
    confirm,
  )
  const form = createElement('form', { method: 'dialog' }, heading)
  if (lead) form.append(createElement('p', { part: 'lead', id: 'lead' }, lead))
  if (field && input) form.append(createElement('label', {}, field.label, input))
  form.append(createElement('div', { part: 'choices' }, cancel, submit))
  const described = lead ? { 'aria-describedby': 'lead' } : {}
  const dialog = createElement('dialog', { part: 'dialog', 'aria-labelledby': 'title', ...described }, form)
  cancel.onclick = () => dialog.close()
  return { dialog, input }
}
