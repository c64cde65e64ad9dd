-- CreateTable
CREATE TABLE "removed_spend" (
    "month" TEXT NOT NULL PRIMARY KEY,
    "micros" BIGINT NOT NULL
);
