/**
 * How the server's process runs. Drawing in worker threads moves images of several megabytes: two glibc heaps, and large blocks that go back
 * to the system when they are freed, keep some 200 MB out of memory; a small nursery per thread another 40. The canvas has an allocator of its own,
 * mimalloc, which would keep what it frees for later, and what a thread that ended held. Where memory is to spare, V8 lets a heap grow by as much as
 * it holds before it looks for garbage: at 40 percent it looks sooner, and its pauses stay short.
 */
export const memoryEnvironment = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
  MIMALLOC_PURGE_DELAY: '0',
}

export const nodeFlags = ['--max-semi-space-size=4', '--heap-growing-percent=40']
