import { openSqlite } from '../support/sqlite.ts'
import { describeAssetHistory } from './asset-history.ts'
import { describeCaps } from './caps.ts'
import { describeChecks } from './checks.ts'
import { describeJobStore } from './job-store.ts'
import { describeLedger } from './ledger.ts'
import { describePaidCalls } from './paid-calls.ts'
import { describeParked } from './parked.ts'
import { describeReuse } from './reuse.ts'
import { describeUpkeep } from './upkeep.ts'
import { describeUploads } from './uploads.ts'

describeJobStore('SQLite', openSqlite)
describePaidCalls('SQLite', openSqlite)
describeUpkeep('SQLite', openSqlite)
describeCaps('SQLite', openSqlite)
describeParked('SQLite', openSqlite)
describeAssetHistory('SQLite', openSqlite)
describeUploads('SQLite', openSqlite)
describeReuse('SQLite', openSqlite)
describeLedger('SQLite', openSqlite)
describeChecks('SQLite', openSqlite)
