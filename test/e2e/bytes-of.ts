import { readFile } from 'node:fs/promises'
import { controlDatabase } from '#store/control-database'

/** Everything that a store holds: the bytes of a file, or the rows of all tables. */
export async function bytesOf(storeUrl: string): Promise<Buffer> {
  if (storeUrl.startsWith('sqlite:')) return readFile(storeUrl.slice('sqlite:'.length))
  const database = controlDatabase(storeUrl)
  try {
    const tables = await database.introspection.getTables()
    const rows = tables.map(({ name }) =>
      database
        .selectFrom(name as 'config_entries')
        .selectAll()
        .execute(),
    )
    return Buffer.from(JSON.stringify(await Promise.all(rows)))
  } finally {
    await database.destroy()
  }
}
