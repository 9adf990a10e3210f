import type { Database } from '../../../shared/adapters/duckdb/duckdb.ts';

const BLOCK_BYTES = 64;

/**
 * Enables the macro `hmac_of`: binds the key as its two padded blocks (RFC 2104), so that no statement contains it.
 * @param secret 1 to 64 bytes
 */
export async function setIdKey(database: Database, secret: Buffer): Promise<void> {
  if (secret.length === 0 || secret.length > BLOCK_BYTES) throw new Error('Expected a key of 1 to 64 bytes');
  const block = Buffer.alloc(BLOCK_BYTES);
  secret.copy(block);
  const padded = (byte: number) => Buffer.from(block.map((value) => value ^ byte)).toString('hex');
  await database.run('set variable inner_pad = unhex($hex)', { hex: padded(0x36) });
  await database.run('set variable outer_pad = unhex($hex)', { hex: padded(0x5c) });
}
