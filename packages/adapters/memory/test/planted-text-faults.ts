import { type ChangeValue, type PlantedFault, withEveryAnswer, withEveryArgument, withStore } from './planted-fault.js'

const text =
  (change: (text: string, field: string) => string): ChangeValue =>
  (value, field) =>
    typeof value === 'string' ? change(value, field) : value

const withoutAccents = (value: string) => value.normalize('NFD').replace(/\p{Mn}/gu, '')

/** The order of a dictionary, which looks past case and signs first. */
const { compare } = new Intl.Collator('en')

/** What columns, collations and drivers do to texts. */
export const plantedTextFaults: readonly PlantedFault[] = [
  {
    fault: 'compares user ids without regard to case',
    caughtBy: 'comparison by bytes: a user id that looks like that of the owner is another',
    plant: withEveryArgument(text((value) => value.toLowerCase())),
  },
  {
    fault: 'compares relying parties without the spaces at their ends',
    caughtBy: 'comparison by bytes: a relying party that looks like that of the passkey is another',
    plant: withEveryArgument(text((value) => value.trimEnd())),
  },
  {
    fault: 'compares spends without the spaces at their ends',
    caughtBy: 'comparison by bytes: spends that look alike are each spent once',
    plant: withEveryArgument(text((value) => value.trimEnd())),
  },
  {
    fault: 'brings texts to the composed normal form',
    caughtBy: 'comparison by bytes: codes that look alike are different codes',
    plant: withEveryArgument(text((value) => value.normalize('NFC'))),
  },
  {
    fault: 'brings texts to the decomposed normal form',
    caughtBy: 'comparison by bytes: scopes that look alike are different scopes',
    plant: withEveryArgument(text((value) => value.normalize('NFD'))),
  },
  {
    fault: 'takes a ligature for its letters',
    caughtBy: 'comparison by bytes: events of users that look alike do not wait for each other',
    plant: withEveryArgument(text((value) => value.normalize('NFKC'))),
  },
  {
    fault: 'compares without regard to accents',
    caughtBy: 'comparison by bytes: user ids that look alike are different users',
    plant: withEveryArgument(text(withoutAccents)),
  },
  {
    fault: 'settles events without regard to case',
    caughtBy: 'comparison by bytes: event ids that differ in case only are different events',
    plant: withEveryArgument(text((value) => value.toUpperCase())),
  },
  {
    fault: 'cuts texts at NUL',
    caughtBy: 'unfit texts: NUL in a text that is to be stored is refused, and nothing is stored',
    plant: withEveryArgument(text((value) => value.split('\0')[0] ?? '')),
  },
  {
    fault: 'cuts at NUL what is looked for',
    caughtBy: 'unfit texts: NUL in a text that is looked up is refused, and nothing is found or changed',
    plant: withStore('passkeys', (passkeys) => ({
      listByUser: (rpId, userId) => passkeys.listByUser(rpId, userId.split('\0')[0] ?? ''),
    })),
  },
  {
    fault: 'replaces lone high surrogates',
    caughtBy: 'unfit texts: a lone high surrogate in a text that is to be stored is refused, and nothing is stored',
    plant: withEveryArgument(text((value) => value.toWellFormed())),
  },
  {
    fault: 'replaces lone low surrogates where it looks',
    caughtBy:
      'unfit texts: a lone low surrogate in a text that is looked up is refused, and nothing is found or changed',
    plant: withStore('rates', (rates) => ({ read: (key, now) => rates.read(key.toWellFormed(), now) })),
  },
  {
    fault: 'takes any text for the id of a passkey where it looks',
    caughtBy: 'unfit texts: every verb refuses the id of a passkey that is not base64url',
    plant: withStore('passkeys', (passkeys) => ({
      find: async (rpId, id) => (/^[\w-]*$/.test(id) ? passkeys.find(rpId, id) : undefined),
    })),
  },
  {
    fault: 'cuts what does not fit into its column',
    caughtBy: 'longest values: a text or a key of a passkey that is longer is refused, not cut',
    plant: withEveryArgument(text((value, field) => [...value].slice(0, field === 'name' ? 100 : 1364).join(''))),
  },
  {
    fault: 'cuts the new name of a passkey',
    caughtBy: 'longest values: a new name of 101 characters is refused, not cut',
    plant: withStore('passkeys', (passkeys) => ({
      rename: (target, name, events) => passkeys.rename(target, name.slice(0, 100), events),
    })),
  },
  {
    fault: 'counts an emoji as two characters, and cuts',
    caughtBy: 'longest values: a passkey in which every text has the maximum length',
    plant: withEveryArgument(text((value, field) => (field === 'userId' ? value.slice(0, 255).toWellFormed() : value))),
  },
  {
    fault: 'refuses characters of four bytes',
    caughtBy: 'longest values: the scope of an organization of 255 characters, but not of 256',
    plant: withEveryArgument(
      text((value) => {
        if (/[^\0-\uffff]/u.test(value)) throw new RangeError('The character does not fit.')
        return value
      }),
    ),
  },
  {
    fault: 'compares the first 255 characters of an id',
    caughtBy: 'longest values: ids of spends, codes and events above 255 characters are stored whole or refused',
    plant: withEveryArgument(text((value, field) => (field === 'id' ? value.slice(0, 255) : value))),
  },
  {
    fault: 'compares the first 255 characters of a rate key',
    caughtBy: 'longest values: a rate key of 255 characters, but not of 256',
    plant: withStore('rates', (rates) => ({
      hit: (key, windowSeconds, now) => rates.hit([...key].slice(0, 255).join(''), windowSeconds, now),
    })),
  },
  {
    fault: 'answers no text for an empty one',
    caughtBy: 'unusual values: an empty text is not an absent one',
    plant: withEveryAnswer((value, field) => (value === '' && field.endsWith('Id') ? undefined : value)),
  },
  {
    fault: 'pads texts to the width of their column',
    caughtBy: 'unusual values: names keep their normal form, their case and their spaces',
    plant: withEveryAnswer(text((value, field) => (field === 'name' ? value.padEnd(20) : value))),
  },
  {
    fault: 'sorts pages as a dictionary does',
    caughtBy: 'comparison by bytes: ids are in the order of their bytes, not of a language',
    plant: withStore('passkeys', (passkeys) => ({
      page: async (query) => {
        const { items, ...rest } = await passkeys.page(query)
        return { ...rest, items: items.toSorted((one, other) => compare(one.id, other.id)) }
      },
    })),
  },
  {
    fault: 'pages past ids that differ in case only',
    caughtBy: 'comparison by bytes: ids are in the order of their bytes, not of a language',
    plant: withStore('passkeys', (passkeys) => ({
      page: async ({ after, ...query }) => {
        const { items, ...rest } = await passkeys.page({ ...query, ...(after && { after }) })
        return { ...rest, items: items.filter(({ id }) => id.toLowerCase() !== after?.toLowerCase()) }
      },
    })),
  },
  {
    fault: 'lists ids of one time as a dictionary does',
    caughtBy: 'comparison by bytes: ids are in the order of their bytes, not of a language',
    plant: withStore('passkeys', (passkeys) => ({
      listByUser: async (rpId, userId) => {
        const { passkeys: listed, ...rest } = await passkeys.listByUser(rpId, userId)
        return { ...rest, passkeys: listed.toSorted((one, other) => compare(one.id, other.id)) }
      },
    })),
  },
]
