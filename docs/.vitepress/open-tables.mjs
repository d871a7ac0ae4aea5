// Tables for people who read with a keyboard or a screen reader: a wide one can be scrolled, and an empty cell is no heading.
export function openTables(markdown) {
  markdown.core.ruler.push('open-tables', ({ tokens }) => {
    for (const [index, token] of tokens.entries()) {
      if (token.type === 'table_open') token.attrSet('tabindex', '0')
      const isEmpty = token.type === 'th_open' && tokens[index + 1].content === ''
      if (isEmpty) for (const at of [index, index + 2]) tokens[at].tag = 'td'
    }
  })
}
