import { z } from 'zod';

const isEncoding = (label: string) => {
  try {
    return Boolean(new TextDecoder(label));
  } catch {
    return false;
  }
};

/** The policy's settings for parsing a dataset's files, for when detection goes wrong. All are optional. */
export const readingSchema = z
  .strictObject({
    encoding: z
      .string()
      .refine(isEncoding, 'must be an encoding such as gb18030 or windows-1252')
      .optional()
      .describe(
        'An encoding label of the WHATWG Encoding Standard, such as `gb18030`, `big5`, `shift_jis` or `windows-1252`',
      ),
    delimiter: z
      .string()
      .regex(/^[\t !#-&(-/:-@[-`{-~]$/, 'must be a single character such as ; or a tab')
      .optional()
      .describe('The ASCII character between columns'),
    sheet: z
      .string()
      .min(1)
      .optional()
      .describe('The Excel sheet to read. Default: the sheets that are recognised as data, or the first visible one'),
    header: z
      .boolean()
      .optional()
      .describe('Whether the first row is a header. Default: true, unless `columns` are set'),
    columns: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('Column names in order, for files without a header; with a header they replace it'),
  })
  .refine(({ header, columns }) => header !== false || columns !== undefined, {
    error: 'are required for files without a header',
    path: ['columns'],
  })
  .describe('How to read the files of this dataset; every field is optional');

export type Reading = z.infer<typeof readingSchema>;
