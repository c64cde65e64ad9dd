-- RedefineTables
CREATE TABLE "new_ledger_entries" (
    "campaign_id" TEXT NOT NULL,
    "job_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "turn" INTEGER NOT NULL DEFAULT 0,
    "micros" BIGINT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("campaign_id", "job_id", "attempt", "type", "turn")
);
INSERT INTO "new_ledger_entries" ("campaign_id", "job_id", "attempt", "type", "micros", "at")
SELECT "campaign_id", "job_id", "attempt", "type", "micros", "at" FROM "ledger_entries";
DROP TABLE "ledger_entries";
ALTER TABLE "new_ledger_entries" RENAME TO "ledger_entries";

-- CreateIndex
CREATE INDEX "campaigns_reserved_micros_idx" ON "campaigns"("reserved_micros");

-- CreateIndex
CREATE INDEX "job_attempts_opened_at_idx" ON "job_attempts"("opened_at");
