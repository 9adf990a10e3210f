import * as z from 'zod';

/** DynamoDB keys have at most 2,048 bytes, and a character takes up to four. */
export const customerId = z
  .string()
  .min(1)
  .max(500, 'is longer than any id')
  .meta({ description: 'The customer id in the exports, any characters', examples: ['17850'] });

const ENCODED_PREFIX = '~';
/** Unreserved characters (RFC 3986) and the colon of hashed ids. A first dot is left out: clients resolve `.` and `..`. */
const plain = /^[A-Za-z0-9_-][A-Za-z0-9._~:-]*$/;
const encoded = /^~[A-Za-z0-9_-]+$/;
/** Base64url of 500 characters of up to three bytes each, and the prefix. */
const MAX_SEGMENT = 2001;

const segment = z
  .string()
  .regex(
    new RegExp(`${plain.source}|${encoded.source}`),
    'expected only letters, digits and - . _ ~ : ; write any other id as ~ and its UTF-8 bytes in base64url',
  )
  .max(MAX_SEGMENT, 'is longer than any id')
  .meta({
    description:
      'The customer id. As it is if it has only ASCII letters, digits and `-._~:` and begins with none of `.~:`; any id as `~` and its UTF-8 bytes in base64url without padding',
    examples: ['17850', '~6aG-5a6iLzc'],
  });

/**
 * Writes a customer id as a path segment. API Gateway decodes a path before it routes, so a percent-encoded slash would begin
 * another segment; an id that could be misread travels in base64url instead.
 */
export const encodeCustomerId = (id: string): string => (plain.test(id) ? id : inBase64(id));

const inBase64 = (id: string) => ENCODED_PREFIX + Buffer.from(id, 'utf8').toString('base64url');

/** A customer id as a path segment, see {@link encodeCustomerId}. Clients may write every id in base64url. */
export const customerIdInPath = z.codec(segment, customerId, {
  encode: encodeCustomerId,
  decode: (value, context) => {
    if (!value.startsWith(ENCODED_PREFIX)) return value;
    const id = Buffer.from(value.slice(ENCODED_PREFIX.length), 'base64url').toString('utf8');
    // Damaged or truncated text decodes to something else than it was made from.
    if (inBase64(id) === value) return id;
    context.issues.push({ code: 'custom', message: 'is not base64url of UTF-8 without padding', input: value });
    return z.NEVER;
  },
});

export const shownId = z
  .string()
  .meta({ description: 'The id as stored: a keyed hash (`hmac:…`) if the policy hashes ids' });
