import { say } from './notice.js'

/** Runs the work when the button is pressed, one press at a time, and hands what it rejects with to `failed`. */
export function onPress(button: HTMLElement, work: () => Promise<void>, failed: (error: unknown) => void): void {
  button.addEventListener('click', async () => {
    if (button.ariaBusy === 'true') return
    button.ariaBusy = 'true'
    say('')
    try {
      await work()
    } catch (error) {
      failed(error)
    } finally {
      button.ariaBusy = 'false'
    }
  })
}
