import { readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKeyFile } from '../../lib/storage/key-file.ts'
import { createFolder } from '../support/sqlite.ts'

let folder: string
let remove: () => Promise<void>
beforeEach(async () => {
  ;({ folder, remove } = await createFolder())
})
afterEach(() => remove())

test('a key that is given counts until it is forgotten, in every process, and only its owner may read it', async () => {
  const file = path.join(folder, 'google-key')
  const [one, two] = [createKeyFile(file, 'of-the-environment'), createKeyFile(file, 'of-the-environment')]
  expect([one.current(), one.keptAt()]).toEqual(['of-the-environment', null])
  one.keep('given')
  expect([one.current(), two.current()]).toEqual(['given', 'given'])
  two.keep('given-again')
  expect(one.current()).toBe('given-again')
  expect(one.keptAt()).toBeGreaterThan(0)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).toBe('given-again\n')
  expect(await readdir(folder)).toEqual(['google-key'])
  one.forget()
  one.forget()
  expect([two.current(), two.keptAt()]).toEqual(['of-the-environment', null])
})

test('a file that holds no key counts as none', async () => {
  const file = path.join(folder, 'google-key')
  const keys = createKeyFile(file, 'of-the-environment')
  await writeFile(file, 'two words\n')
  expect([keys.current(), keys.keptAt()]).toEqual(['of-the-environment', null])
  await writeFile(file, '')
  expect(keys.current()).toBe('of-the-environment')
  await rm(file)
  await symlink(file, file)
  expect([keys.current(), keys.keptAt()]).toEqual(['of-the-environment', null])
})

test('a folder that takes nothing is said in words without the key', () => {
  const keys = createKeyFile(path.join(folder, 'nowhere', 'google-key'), 'of-the-environment')
  expect(() => keys.keep('secret-key')).toThrow(/^(?!.*secret-key)/)
  expect(keys.current()).toBe('of-the-environment')
})
