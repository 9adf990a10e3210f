import { open } from 'node:fs/promises';

const BLOCK_BYTES = 1024 * 1024;

/**
 * Reads a file in blocks, reusing one buffer: each block is overwritten by the next. A stream would allocate each one, and
 * garbage collection would take twice as long as reading.
 */
export async function* fileBlocks(file: string): AsyncGenerator<Buffer> {
  const block = Buffer.allocUnsafe(BLOCK_BYTES);
  const handle = await open(file);
  try {
    for (;;) {
      const { bytesRead } = await handle.read(block, 0, BLOCK_BYTES);
      if (bytesRead === 0) return;
      yield block.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
