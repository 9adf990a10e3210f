import { z } from 'zod';

const isEncoding = (label: string) => {
  try {
    return Boolean(new TextDecoder(label));
  } catch {
    return false;
  }
};

/** What people say about how a dataset's files are written, where recognition goes wrong. All of it is optional. */
export const readingSchema = z
  .strictObject({
    encoding: z
      .string()
      .refine(isEncoding, 'is no encoding, such as gb18030 or windows-1252')
      .optional()
      .describe('A label of the WHATWG Encoding Standard, such as `gb18030`, `big5`, `shift_jis` or `windows-1252`'),
    delimiter: z
      .string()
      .regex(/^[\t !#-&(-/:-@[-`{-~]$/, 'is no single sign, such as ; or a tab')
      .optional()
      .describe('One ASCII sign between the columns'),
    sheet: z.string().min(1).optional().describe('The Excel sheet to read. Default: the first one that is not hidden'),
    header: z
      .boolean()
      .optional()
      .describe('Whether the first line names the columns. Default: yes, unless `columns` are given'),
    columns: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe(
        "The columns' names in their order, for files without a header; of a file with one they take its place",
      ),
  })
  .refine(({ header, columns }) => header !== false || columns !== undefined, {
    error: 'are needed where there is no header',
    path: ['columns'],
  })
  .describe('How the files of this dataset are written; all of it is optional');

export type Reading = z.infer<typeof readingSchema>;
