-- AlterTable
ALTER TABLE "posts" ADD COLUMN "checks" TEXT;
