-- AlterTable
ALTER TABLE "generation_jobs" ADD COLUMN "reserve_micros" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "generation_jobs" ADD COLUMN "lost_calls" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "generation_jobs" ADD COLUMN "call" TEXT;
