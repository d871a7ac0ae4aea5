import type { Browser, Page } from '@playwright/test'
import type { DemoServer } from './demo-server.js'
import { createPerson, type Person } from './person.js'
import { createSocket } from './virtual-authenticator.js'
import { withoutAutofill } from './without-autofill.js'

export interface Month {
  readonly browser: Browser
  readonly demo: DemoServer
  /** Epoch milliseconds: the first day. */
  readonly from: number
}

interface Regular {
  readonly page: Page
  readonly person: Person
}

const dayMs = 86_400_000
const marsh = 'Marsh & Moor Trust'

/** By day: the user who creates a passkey, the number of users who decline, and the number of sign-ins with a passkey. */
const days = [
  { creates: 'grace', declines: 1, signIns: 0 },
  { declines: 2, signIns: 1 },
  { declines: 1, signIns: 1 },
  { creates: 'mary', declines: 1, signIns: 1 },
  { declines: 0, signIns: 2 },
  { declines: 2, signIns: 1 },
  { declines: 0, signIns: 0 },
  { creates: 'joan', declines: 1, signIns: 2 },
  { declines: 1, signIns: 3 },
  { declines: 1, signIns: 2 },
  { creates: 'edith', declines: 0, signIns: 3 },
  { declines: 2, signIns: 3 },
  { declines: 0, signIns: 2 },
  { declines: 0, signIns: 1 },
  { creates: 'rosalind', declines: 1, signIns: 4 },
  { declines: 0, signIns: 3 },
  { creates: 'dorothy', declines: 1, signIns: 4 },
  { declines: 1, signIns: 5 },
  { declines: 0, signIns: 4 },
  { declines: 0, signIns: 2 },
  { declines: 1, signIns: 1 },
  { creates: 'hedy', declines: 0, signIns: 5 },
  { declines: 1, signIns: 6 },
  { declines: 0, signIns: 5 },
  { creates: 'emmy', declines: 1, signIns: 6 },
  { declines: 0, signIns: 5 },
  { declines: 0, signIns: 3 },
  { declines: 0, signIns: 2 },
  { creates: 'lise', declines: 1, signIns: 7 },
  { declines: 0, signIns: 6 },
] as const satisfies readonly { readonly creates?: string; readonly declines: number; readonly signIns: number }[]

/** Simulates thirty days. Returns the addresses of the users with a passkey. */
export async function spendMonth(month: Month): Promise<readonly string[]> {
  const { demo, from } = month
  const regulars: Regular[] = []
  for (const [index, day] of days.entries()) {
    await demo.moveClock(from + index * dayMs - Date.now())
    if ('creates' in day) regulars.push(await begin(month, `${day.creates}@example.com`))
    for (let number = 0; number < day.declines; number++) {
      await decline(month, `visitor-${index}-${number}@example.com`)
    }
    for (let number = 0; number < day.signIns; number++) {
      await signInAgain(regulars[(index + number) % regulars.length], demo)
    }
  }
  return regulars.map(({ person }) => person.email)
}

/** A new user with a passkey on a separate computer. The first one also has a security key. */
async function begin(month: Month, email: string): Promise<Regular> {
  const page = await openPage(month)
  const plugIn = await createSocket(page)
  await plugIn('internal')
  const person = createPerson({ page, origin: month.demo.origin, email })
  await person.signUp()
  await person.acceptOffer()
  if (email.startsWith('grace')) {
    const key = await plugIn('usb')
    await person.addPasskey()
    await person.passkey('Security key').waitFor()
    await key.remove()
  }
  await person.join(marsh)
  return { page, person }
}

async function decline(month: Month, email: string): Promise<void> {
  const page = await openPage(month)
  const person = createPerson({ page, origin: month.demo.origin, email })
  await person.signUp()
  await person.declineOffer()
  await page.context().close()
}

async function signInAgain(regular: Regular | undefined, { origin }: DemoServer): Promise<void> {
  if (!regular) return
  await regular.page.goto(`${origin}/sign-in?again`)
  await regular.person.pressPasskeyButton()
  await regular.page.waitForURL(`${origin}/account`)
}

async function openPage({ browser }: Month): Promise<Page> {
  const page = await (await browser.newContext()).newPage()
  await withoutAutofill(page)
  return page
}
