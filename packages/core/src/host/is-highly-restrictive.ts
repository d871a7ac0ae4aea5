/**
 * Scripts that are recommended for identifiers. Others are historic, or rarely used, and look like these.
 *
 * @see https://www.unicode.org/reports/tr31/#Table_Recommended_Scripts
 */
const recommended = [
  'Arabic',
  'Armenian',
  'Bengali',
  'Bopomofo',
  'Cyrillic',
  'Devanagari',
  'Ethiopic',
  'Georgian',
  'Greek',
  'Gujarati',
  'Gurmukhi',
  'Han',
  'Hangul',
  'Hebrew',
  'Hiragana',
  'Kannada',
  'Katakana',
  'Khmer',
  'Lao',
  'Latin',
  'Malayalam',
  'Myanmar',
  'Oriya',
  'Sinhala',
  'Tamil',
  'Telugu',
  'Thaana',
  'Thai',
  'Tibetan',
]

/** Scripts that are written together: Japanese, Chinese with Bopomofo, and Korean, each with Latin. */
const together = [
  ['Latin', 'Han', 'Hiragana', 'Katakana'],
  ['Latin', 'Han', 'Bopomofo'],
  ['Latin', 'Han', 'Hangul'],
]

const writings = [...recommended.map((script) => [script]), ...together].map(
  (scripts) =>
    new RegExp(`^[${['Common', 'Inherited', ...scripts].map((it) => `\\p{Script_Extensions=${it}}`).join('')}]*$`, 'u'),
)

/** Invisible characters: joiners, variation selectors, fillers. */
const invisible = /\p{Default_Ignorable_Code_Point}/u

/** Marks that overlap, or more of them than any language writes. */
const stackedMarks = /(\p{Nonspacing_Mark})\1|\p{Nonspacing_Mark}{5}/u

/** Every decimal system has its ten digits in one row of sixteen code points. */
function hasMixedDigits(text: string): boolean {
  const systems = [...text].filter((it) => /\p{Decimal_Number}/u.test(it)).map((it) => (it.codePointAt(0) ?? 0) >> 4)
  return new Set(systems).size > 1
}

/**
 * Is the text at the level Highly Restrictive of UTS 39, by the Unicode properties of the platform? It is then of one
 * script, or of scripts that are written together, and contains nothing invisible and no compatibility forms of
 * letters, such as full-width ones. Its digits are of one system, and no mark is stacked on itself.
 *
 * @see https://www.unicode.org/reports/tr39/#Restriction_Level_Detection
 */
export function isHighlyRestrictive(text: string): boolean {
  const isPlain = !invisible.test(text) && !stackedMarks.test(text.normalize('NFD')) && text === text.normalize('NFKC')
  return isPlain && !hasMixedDigits(text) && writings.some((writing) => writing.test(text))
}
