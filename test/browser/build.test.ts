import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'

const BUILD = join(import.meta.dirname, '../../console/build.ts')

it('three builds at once make one console, whole and compressed, also where one died before', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'backstay-build-'))
  const target = join(folder, 'built')
  // Of a process that cannot be there any more.
  await writeFile(`${target}.lock`, '4194999')
  try {
    const codes = await Promise.all(
      [1, 2, 3].map(
        () =>
          new Promise((resolve) => {
            fork(BUILD, [target], { stdio: 'inherit' }).on('close', resolve)
          }),
      ),
    )
    expect(codes).toEqual([0, 0, 0])
    expect(await readdir(folder)).toEqual(['built'])
    const files = await readdir(join(target, 'assets'))
    const scripts = files.filter((name) => name.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(1)
    for (const script of scripts)
      expect(files).toEqual(expect.arrayContaining([`${script}.br`, `${script}.gz`]))
    expect(await readdir(target)).toContain('index.html')
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
