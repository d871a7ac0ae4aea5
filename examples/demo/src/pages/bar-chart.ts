import { html } from 'hono/html'
import { chartCeiling } from '../adoption/chart-ceiling.js'
import { describeDay } from '../times.js'
import type { Html } from './layout.js'

export interface BarChart {
  /** What the chart shows, for screen readers. */
  readonly text: string
  /** One per day, oldest first. */
  readonly bars: readonly Bar[]
}

export interface Bar {
  /** In UTC, such as `2026-11-21`. */
  readonly day: string
  /** Stacked, from the bottom up. */
  readonly parts: readonly Part[]
}

export interface Part {
  readonly value: number
  /** What the value counts, such as `with a passkey`. */
  readonly name: string
}

/** Bars by day, drawn on the server. A tooltip shows the day and its values. */
export function barChart({ text, bars }: BarChart): Html {
  const ceiling = chartCeiling(Math.max(...bars.map(heightOf)))
  const drawn = bars.map((bar, index) => column(bar, { index, width: 100 / bars.length, ceiling }))
  const [first, last] = [bars.at(0)?.day ?? '', bars.at(-1)?.day ?? '']
  return html`<div class="chart">
    <div class="scale" aria-hidden="true"><span>${ceiling}</span><span>${ceiling / 2}</span><span>0</span></div>
    <svg class="bars" role="img" aria-label="${text}">
      ${[0, 50, 100].map((y) => html`<line x1="0" x2="100%" y1="${y}%" y2="${y}%" />`)} ${drawn}
    </svg>
    <div class="days" aria-hidden="true"><span>${describeDay(first)}</span><span>${describeDay(last)}</span></div>
  </div>`
}

interface Place {
  readonly index: number
  /** In percent of the chart's width. */
  readonly width: number
  readonly ceiling: number
}

function column({ day, parts }: Bar, { index, width, ceiling }: Place): Html {
  const x = round(index * width)
  let below = 0
  const rects = parts.map(({ value }, number) => {
    below += value
    const [y, height] = [100 - (below / ceiling) * 100, (value / ceiling) * 100]
    return value === 0
      ? ''
      : html`<rect class="part-${number}" x="${round(x + width * 0.14)}%" y="${round(y)}%" width="${round(width * 0.72)}%" height="${round(height)}%" />`
  })
  const values = parts.map(({ value, name }) => `${value} ${name}`).join(', ')
  return html`<g>
    <title>${describeDay(day)}: ${values}</title>
    <rect class="hit-area" x="${x}%" y="0" width="${round(width)}%" height="100%" />${rects}
  </g>`
}

function heightOf({ parts }: Bar): number {
  return parts.reduce((sum, { value }) => sum + value, 0)
}

function round(per: number): number {
  return Math.round(per * 100) / 100
}
