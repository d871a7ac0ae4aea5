import { de } from './languages/de.js'
import { en } from './languages/en.js'
import { es } from './languages/es.js'
import { fr } from './languages/fr.js'
import { ja } from './languages/ja.js'
import { ptBR } from './languages/pt-br.js'
import type { Texts } from './texts.js'

export { de, en, es, fr, ja, ptBR }

/** All languages, by their tags, for `languages` of the elements. Pages that need some of them import these alone. */
export const languages: Readonly<Record<string, Texts>> = { en, de, fr, es, ja, 'pt-BR': ptBR }
