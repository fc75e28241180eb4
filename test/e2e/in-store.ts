import type { ControlDatabase } from '#store/control-database'
import { controlDatabase } from '#store/control-database'
import type { Backstay } from './start-backstay.ts'

/** Does something in the store of a gateway, as another program would; whatever store that is. */
export async function inStore<T>(
  { storeUrl }: Pick<Backstay, 'storeUrl'>,
  work: (store: ControlDatabase) => Promise<T>,
): Promise<T> {
  const database = controlDatabase(storeUrl)
  try {
    return await database.transaction().execute(work)
  } finally {
    await database.destroy()
  }
}
