import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import { PrismaClient } from './generated/client.ts'

/**
 * Prisma on the SQLite file, for reading only: its connection refuses to write, because its adapter shares one connection between overlapping
 * transactions and would lose acknowledged writes (see docs/decisions).
 */
export async function connectPrisma(file: string): Promise<PrismaClient> {
  const prisma = new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: `file:${file}` }) })
  await prisma.$queryRawUnsafe('PRAGMA query_only = 1')
  return prisma
}
