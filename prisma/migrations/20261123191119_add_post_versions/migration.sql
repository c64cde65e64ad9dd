-- AlterTable
ALTER TABLE "generation_jobs" ADD COLUMN "remake" TEXT;

-- AlterTable
ALTER TABLE "idempotency_keys" ADD COLUMN "result" TEXT;

-- CreateTable
CREATE TABLE "post_versions" (
    "post_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "replaced_at" DATETIME NOT NULL,

    PRIMARY KEY ("post_id", "version"),
    CONSTRAINT "post_versions_post_id_fkey" FOREIGN KEY ("post_id") REFERENCES "posts" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);
