-- AlterTable
ALTER TABLE "assets" ADD COLUMN "recipe" TEXT;
