-- CreateTable
CREATE TABLE "campaigns" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "workspace_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "round" INTEGER NOT NULL DEFAULT 1,
    "progress" REAL NOT NULL DEFAULT 0,
    "eta" TEXT,
    "brief" TEXT NOT NULL,
    "analysis" TEXT,
    "provider" TEXT NOT NULL,
    "seq" INTEGER NOT NULL DEFAULT 0,
    "last_claim" INTEGER NOT NULL DEFAULT 0,
    "planned_weight" REAL NOT NULL,
    "settled_weight" REAL NOT NULL DEFAULT 0,
    "open" INTEGER NOT NULL,
    "made" INTEGER NOT NULL DEFAULT 0,
    "completed" INTEGER NOT NULL DEFAULT 0,
    "failed" INTEGER NOT NULL DEFAULT 0,
    "canceled" INTEGER NOT NULL DEFAULT 0,
    "stopped" BOOLEAN NOT NULL DEFAULT false,
    "currency" TEXT NOT NULL,
    "spent_micros" BIGINT NOT NULL DEFAULT 0,
    "reserved_micros" BIGINT NOT NULL DEFAULT 0,
    "quoted_low_micros" BIGINT NOT NULL DEFAULT 0,
    "quoted_high_micros" BIGINT NOT NULL DEFAULT 0,
    "created_at" DATETIME NOT NULL,
    "started_at" DATETIME,
    "finished_at" DATETIME,
    "deleted_at" DATETIME
);

-- CreateTable
CREATE TABLE "generation_jobs" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "campaign_id" TEXT NOT NULL,
    "job_type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "progress" REAL,
    "content_id" TEXT,
    "result_data" TEXT,
    "created_at" DATETIME NOT NULL,
    "updated_at" DATETIME NOT NULL,
    "position" INTEGER NOT NULL,
    "post_id" TEXT,
    "depends_on" TEXT NOT NULL DEFAULT '[]',
    "weight" REAL NOT NULL,
    "priority" INTEGER NOT NULL DEFAULT 0,
    "available_at" BIGINT NOT NULL,
    "lease_owner" TEXT,
    "lease_token" TEXT,
    "lease_beat" INTEGER NOT NULL DEFAULT 0,
    "attempt" INTEGER NOT NULL DEFAULT 0,
    "failures" INTEGER NOT NULL DEFAULT 0,
    "max_failures" INTEGER NOT NULL DEFAULT 3,
    "crashes" INTEGER NOT NULL DEFAULT 0,
    "provider_calls" INTEGER NOT NULL DEFAULT 0,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "input_hash" TEXT,
    "dedupe_key" TEXT,
    "message" TEXT,
    "measure" TEXT,
    "expected" TEXT,
    "waiting_for" TEXT,
    "output" TEXT,
    "error" TEXT,
    "cost_micros" BIGINT NOT NULL DEFAULT 0,
    "queued_at" DATETIME,
    "started_at" DATETIME,
    "finished_at" DATETIME,
    CONSTRAINT "generation_jobs_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "job_attempts" (
    "job_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "handle" TEXT,
    "request_hash" TEXT,
    "usage" TEXT,
    "reserved_micros" BIGINT NOT NULL DEFAULT 0,
    "settled_micros" BIGINT,
    "opened_at" DATETIME NOT NULL,
    "closed_at" DATETIME,

    PRIMARY KEY ("job_id", "attempt"),
    CONSTRAINT "job_attempts_job_id_fkey" FOREIGN KEY ("job_id") REFERENCES "generation_jobs" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ledger_entries" (
    "campaign_id" TEXT NOT NULL,
    "job_id" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "micros" BIGINT NOT NULL,
    "at" DATETIME NOT NULL,

    PRIMARY KEY ("campaign_id", "job_id", "attempt", "type")
);

-- CreateTable
CREATE TABLE "job_events" (
    "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "campaign_id" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "type" TEXT NOT NULL,
    "job_id" TEXT,
    "at" DATETIME NOT NULL,
    "payload" TEXT NOT NULL,
    CONSTRAINT "job_events_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "posts" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "campaign_id" TEXT NOT NULL,
    "index" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "angle" TEXT,
    "version" INTEGER NOT NULL DEFAULT 1,
    "texts" TEXT NOT NULL DEFAULT '{}',
    "image_asset_id" TEXT,
    "video_asset_id" TEXT,
    "locked" BOOLEAN NOT NULL DEFAULT false,
    "approval" TEXT NOT NULL DEFAULT 'draft',
    CONSTRAINT "posts_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "assets" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "campaign_id" TEXT NOT NULL,
    "job_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "mime" TEXT NOT NULL,
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "duration_ms" INTEGER,
    "bytes" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "variants" TEXT NOT NULL DEFAULT '[]',
    "alt" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "draft" BOOLEAN NOT NULL,
    "created_at" DATETIME NOT NULL,
    CONSTRAINT "assets_campaign_id_fkey" FOREIGN KEY ("campaign_id") REFERENCES "campaigns" ("id") ON DELETE CASCADE ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "workspace_id" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "campaign_id" TEXT NOT NULL,
    "created_at" BIGINT NOT NULL,

    PRIMARY KEY ("workspace_id", "route", "key")
);

-- CreateTable
CREATE TABLE "heartbeats" (
    "name" TEXT NOT NULL PRIMARY KEY,
    "at" BIGINT NOT NULL
);

-- CreateIndex
CREATE INDEX "campaigns_workspace_id_created_at_id_idx" ON "campaigns"("workspace_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "campaigns_status_last_claim_idx" ON "campaigns"("status", "last_claim");

-- CreateIndex
CREATE UNIQUE INDEX "generation_jobs_dedupe_key_key" ON "generation_jobs"("dedupe_key");

-- CreateIndex
CREATE INDEX "idx_generation_jobs_campaign_status" ON "generation_jobs"("campaign_id", "status");

-- CreateIndex
CREATE INDEX "generation_jobs_status_available_at_idx" ON "generation_jobs"("status", "available_at");

-- CreateIndex
CREATE INDEX "generation_jobs_provider_model_job_type_finished_at_idx" ON "generation_jobs"("provider", "model", "job_type", "finished_at");

-- CreateIndex
CREATE UNIQUE INDEX "job_events_campaign_id_seq_key" ON "job_events"("campaign_id", "seq");

-- CreateIndex
CREATE INDEX "posts_campaign_id_index_idx" ON "posts"("campaign_id", "index");

-- CreateIndex
CREATE INDEX "assets_campaign_id_position_idx" ON "assets"("campaign_id", "position");

-- CreateIndex
CREATE INDEX "assets_sha256_idx" ON "assets"("sha256");
