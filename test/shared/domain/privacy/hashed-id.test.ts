import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashedId, isHashedId } from '../../../../shared/domain/privacy/hashed-id.ts';

const key = Buffer.from('5f1c0d9a27be4e63');

describe('a hashed id', () => {
  it('is the first half of the HMAC-SHA-256 in RFC 4231, test case 2', () => {
    expect(hashedId(Buffer.from('Jefe'), 'what do ya want for nothing?')).toBe('hmac:5bdcc146bf60754e6a042426089575c7');
  });

  it("equals Node's HMAC-SHA-256 for any id in lower case without surrounding spaces", () => {
    const plain = fc.string({ unit: fc.constantFrom(...'abcxyz0189-_./@+ 张伟客户上海é😀'), minLength: 1 });
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 64 }), plain, (secret, text) => {
        fc.pre(text === text.trim());
        const digest = createHmac('sha256', secret).update(text, 'utf8').digest('hex');
        expect(hashedId(secret, text)).toBe(`hmac:${digest.slice(0, 32)}`);
      }),
    );
  });

  it.each([
    ['Wang@Example.com', 'wang@example.com'],
    ['  C-00042 ', 'c-00042'],
    ['　张伟\u00a0', '张伟'],
    ['ΟΔΥΣΣΕΥΣ', 'οδυσσευσ'],
    ['İpek', 'ipek'],
  ])('is the same for %j as for %j', (id, normalised) => {
    expect(hashedId(key, id)).toBe(hashedId(key, normalised));
  });

  it('distinguishes leading zeros', () => {
    expect(hashedId(key, '00042')).not.toBe(hashedId(key, '42'));
  });

  it('differs between keys', () => {
    expect(hashedId(Buffer.from('another'), '42')).not.toBe(hashedId(key, '42'));
  });

  it('is recognised as a hash, and other texts are not', () => {
    fc.assert(fc.property(fc.string(), (text) => isHashedId(hashedId(key, text)) && !isHashedId(text)));
    expect(['hmac:', 'hmac:42', `hmac:${'A'.repeat(32)}`, ` hmac:${'a'.repeat(32)}`].some(isHashedId)).toBe(false);
  });
});
