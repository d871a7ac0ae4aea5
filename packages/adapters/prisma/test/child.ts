/** A process of its own on the database that is its argument. */
import { obeyParent } from '../../../../test-support/two-processes/obey-parent.js'
import { openDatabase } from './open-database.js'

obeyParent(openDatabase(process.argv[2] ?? '').storage)
