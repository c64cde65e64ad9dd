-- AlterTable
ALTER TABLE "campaigns" ADD COLUMN "outlook" TEXT;
