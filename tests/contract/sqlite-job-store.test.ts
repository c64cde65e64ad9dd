import { openSqlite } from '../support/sqlite.ts'
import { describeJobStore } from './job-store.ts'

describeJobStore('SQLite', openSqlite)
