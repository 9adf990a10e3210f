import * as z from 'zod';

const wholeNumber = (text: unknown) => (typeof text === 'string' && /^\d{1,6}$/.test(text) ? Number(text) : text);

/** The query parameters of every listing. */
export const pageQuery = {
  limit: z
    .preprocess(
      wholeNumber,
      z.int('expected a whole number').min(1, 'expected 1 or more').max(500, 'expected 500 or less').default(100),
    )
    .meta({ description: 'Maximum number of items per page' }),
  cursor: z.string().max(6000).optional().meta({ description: '`next_cursor` of the previous page; an opaque value' }),
};

export const nextCursor = z
  .string()
  .nullable()
  .meta({ description: 'Pass as `cursor` to get the next page; null on the last page' });
