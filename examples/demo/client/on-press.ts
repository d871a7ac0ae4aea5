import { showNotice } from './notice.js'

/** Runs the work when the button is pressed, one press at a time. `failed` receives its errors. */
export function onPress(button: HTMLElement, work: () => Promise<void>, failed: (error: unknown) => void): void {
  button.addEventListener('click', async () => {
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    showNotice('')
    try {
      await work()
    } catch (error) {
      failed(error)
    } finally {
      button.ariaBusy = 'false'
    }
  })
}
