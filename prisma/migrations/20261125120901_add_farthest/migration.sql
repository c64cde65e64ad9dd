-- AlterTable
ALTER TABLE "generation_jobs" ADD COLUMN "best_progress" REAL NOT NULL DEFAULT 0;
ALTER TABLE "generation_jobs" ADD COLUMN "best_text" INTEGER NOT NULL DEFAULT 0;
