-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN "brief_hash" TEXT;

-- AlterTable
ALTER TABLE "generation_jobs" ADD COLUMN "reuse" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "generation_jobs" ADD COLUMN "taken_from" TEXT;

-- CreateIndex
CREATE INDEX "campaigns_brief_hash_idx" ON "campaigns"("brief_hash");

-- CreateIndex
CREATE INDEX "generation_jobs_input_hash_idx" ON "generation_jobs"("input_hash");
