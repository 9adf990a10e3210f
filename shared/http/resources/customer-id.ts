import * as z from 'zod';

/** DynamoDB keys have at most 2,048 bytes, and a character takes up to four. */
export const customerId = z
  .string()
  .min(1)
  .max(500, 'is longer than any id')
  .meta({
    description: 'The customer id in the exports, any characters; URL-encode it in a path, a slash as `%2F`',
    examples: ['17850'],
  });

export const shownId = z
  .string()
  .meta({ description: 'The id as stored: a keyed hash (`hmac:…`) if the policy hashes ids' });
