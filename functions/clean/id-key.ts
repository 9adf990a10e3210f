const BLOCK_BYTES = 64;

/** A key for HMAC-SHA-256 as its two padded blocks (RFC 2104), so that SQL can do the hashing. */
export interface IdKey {
  innerPad: Buffer;
  outerPad: Buffer;
}

/** @param secret at most 64 bytes */
export function idKeyOf(secret: Buffer): IdKey {
  if (secret.length === 0 || secret.length > BLOCK_BYTES) throw new Error('Expected a key of 1 to 64 bytes');
  const block = Buffer.alloc(BLOCK_BYTES);
  secret.copy(block);
  return { innerPad: block.map((byte) => byte ^ 0x36) as Buffer, outerPad: block.map((byte) => byte ^ 0x5c) as Buffer };
}
