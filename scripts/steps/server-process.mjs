/**
 * How the server's process runs. Drawing in worker threads moves images of several megabytes: two glibc heaps, and large blocks that go back
 * to the system when they are freed, keep some 200 MB out of memory; a small nursery per thread another 50.
 */
export const memoryEnvironment = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_MMAP_THRESHOLD_: '131072',
  MALLOC_TRIM_THRESHOLD_: '131072',
}

export const nodeFlags = ['--max-semi-space-size=2']
