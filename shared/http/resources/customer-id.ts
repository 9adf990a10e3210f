import * as z from 'zod';

/** DynamoDB takes keys of 2,048 bytes, and a character of an id takes up to four. */
export const customerId = z
  .string()
  .min(1)
  .max(500, 'is longer than any id')
  .meta({
    description: 'The id that the exports have, any characters; URL-encoded in a path, a slash as `%2F`',
    examples: ['17850'],
  });

export const shownId = z
  .string()
  .meta({ description: 'The id as it is kept: a keyed hash (`hmac:…`) where the policy asks for that' });
