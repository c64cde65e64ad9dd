-- CreateTable
CREATE TABLE "removals" (
    "change" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "campaign_id" TEXT NOT NULL,
    "workspace_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "removed_at" BIGINT NOT NULL
);
