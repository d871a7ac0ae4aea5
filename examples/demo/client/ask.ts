/** Opens a dialog; resolves with whether the user confirmed. Escape means no. */
export function ask(dialog: HTMLDialogElement): Promise<boolean> {
  dialog.returnValue = ''
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'confirm'), { once: true })
  })
}

/** Makes the buttons work that leave a dialog; they submit nothing, so that Enter confirms. */
export function enableCancel(): void {
  for (const button of document.querySelectorAll('[data-cancel]')) {
    button.addEventListener('click', () => button.closest('dialog')?.close())
  }
}
