// GitHub draws mermaid. The site writes sequence diagrams as numbered steps and flowcharts as rows of a table: they need no
// script, and they can be read aloud.
const arrow = /^\s*(\w+)-?->>(\w+): (.+)$/
const alias = /^\s*participant (\w+)(?: as (.+))?$/

const box = /^(\w+)(?:[{[]"?(.+?)"?[}\]])?$/

/** Replaces the fences of both kinds of diagrams; others stay text. */
export function drawDiagrams(markdown) {
  const { fence } = markdown.renderer.rules
  const { escapeHtml } = markdown.utils
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info, content } = tokens[index]
    if (info.trim() === 'mermaid' && content.startsWith('sequenceDiagram')) return drawSequence(content, escapeHtml)
    if (info.trim() === 'mermaid' && content.startsWith('flowchart')) return drawFlowchart(content, escapeHtml)
    return fence(tokens, index, ...rest)
  }
}

function drawFlowchart(content, escapeHtml) {
  const labels = new Map()
  const labelOf = (text) => {
    const [, id, label] = box.exec(text.trim()) ?? []
    if (label !== undefined) labels.set(id, label.replaceAll('<br>', ' '))
    return id
  }
  const edges = content.split('\n').flatMap((line) => {
    const [, from, answer, to] = /^\s*(.+?) -- "?(.+?)"? --> (.+)$/.exec(line) ?? []
    return to === undefined ? [] : [{ from: labelOf(from), answer, to: labelOf(to) }]
  })
  const cells = edges.map(({ from, answer, to }) => [labels.get(from) ?? from, answer, labels.get(to) ?? to])
  const rows = cells.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`)
  return `<table tabindex="0"><thead><tr><th>question</th><th>answer</th><th>then</th></tr></thead><tbody>${rows.join('')}</tbody></table>`
}

function drawSequence(content, escapeHtml) {
  const lines = content.split('\n')
  const names = new Map(lines.flatMap((line) => nameOf(line)))
  const steps = lines.flatMap((line) => {
    const [, from, to, text] = arrow.exec(line) ?? []
    if (text === undefined) return []
    const who = from === to ? names.get(from) : `${names.get(from)} → ${names.get(to)}`
    return [`<li><strong>${escapeHtml(who ?? from)}</strong>: ${escapeHtml(text)}</li>`]
  })
  return `<ol class="sequence">${steps.join('')}</ol>`
}

function nameOf(line) {
  const [, id, name = id] = alias.exec(line) ?? []
  return id === undefined ? [] : [[id, name]]
}
