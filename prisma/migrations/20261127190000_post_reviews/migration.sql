-- AlterTable
ALTER TABLE "posts" ADD COLUMN "review" TEXT;
