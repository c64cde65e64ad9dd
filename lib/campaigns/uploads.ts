import { iso, type Clock } from '../domain/clock.ts'
import { AppError } from '../domain/errors.ts'
import type { Ids } from '../domain/ids.ts'
import type { Storage } from '../domain/storage.ts'
import type { CampaignReader, JobStore } from '../domain/store.ts'
import type { ReadUpload, Upload, UploadReader, Uploads } from '../domain/upload.ts'
import { demand } from './demand.ts'

export type UploadsDeps = {
  store: Pick<JobStore, 'addUpload' | 'removeUpload'>
  reader: Pick<CampaignReader, 'uploads'>
  storage: Pick<Storage, 'put'>
  files: UploadReader
  ids: Pick<Ids, 'upload'>
  clock: Pick<Clock, 'now'>
}

/** The use cases of files, behind the door. */
export function createUploads({ store, reader, storage, files, ids, clock }: UploadsDeps): Uploads {
  return {
    async keep(caller, bytes, about) {
      demand(caller, 'create')
      const read = await files.read(bytes, about)
      const put = await storage.put(bytes)
      const upload: ReadUpload = { id: ids.upload(), ...put, ...read, createdAt: iso(clock.now()) }
      await store.addUpload(caller, upload)
      return told(upload)
    },
    async get(caller, id) {
      demand(caller, 'read')
      const [upload] = await reader.uploads(caller, [id])
      if (!upload) throw new AppError('not_found', { detail: 'There is no such upload.' })
      return told(upload)
    },
    remove(caller, id) {
      demand(caller, 'create')
      return store.removeUpload(caller, id)
    },
  }
}

/** Without its words: those are for the posts. */
function told({ id, name, mime, bytes, sha256, reading, createdAt }: ReadUpload): Upload {
  return { id, name, mime, bytes, sha256, reading, createdAt }
}
