import { availableParallelism } from 'node:os'
import { printCount, printNumber, printTable } from '../report/table.js'
import type { DeliveryFindings, MeasuredCase } from './measure-deliveries.js'

/** The part of docs/scale.md that was measured. */
export function printDeliveries({ version, events, users, cases }: DeliveryFindings): string {
  const machine = `Node ${process.versions.node} · ${availableParallelism()} cores · PostgreSQL ${version}`
  const extent = `${printCount(events)} events of ${printCount(users)} users`
  return [`\`npm run bench:deliveries\` · ${machine} · ${extent}, not synced`, printCases(cases)].join('\n\n')
}

function printCases(cases: readonly MeasuredCase[]): string {
  const posts = cases[0]?.perSecond ?? Number.NaN
  return printTable({
    rows: cases,
    columns: [
      { heading: 'what', cell: ({ name }) => name },
      { heading: 'workers', cell: ({ workers }) => String(workers) },
      { heading: 'to the posts', cell: ({ perSecond }) => (perSecond / posts).toFixed(2) },
      { heading: 'per second', cell: ({ perSecond }) => printNumber(perSecond) },
      { heading: 'CPU of the workers for each, ms', cell: ({ workerMs }) => printNumber(workerMs) },
      { heading: 'CPU of the receiver for each, ms', cell: ({ receiverMs }) => printNumber(receiverMs) },
    ],
  })
}
