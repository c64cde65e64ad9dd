-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN "cap_micros" BIGINT;
