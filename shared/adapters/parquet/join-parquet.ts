import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import {
  type Edits,
  editStructs,
  type Field,
  readFields,
  readInteger,
  writeFields,
  writeInteger,
  writeStructs,
} from './compact-protocol.ts';

const MAGIC = Buffer.from('PAR1');
/** The length of the footer, 4 bytes, and the magic number. */
const TAIL_BYTES = 8;

/** Fields of `FileMetaData`. @see https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift */
const fileField = { schema: 2, rows: 3, rowGroups: 4 } as const;

/**
 * Joins Parquet files into one that has their row groups one after the other, without decoding them. Holds no file whole, only the
 * description of each row group. The name, the software and other metadata are those of the first file.
 * @param files paths of one or more files of the same schema; a file may be gone once the next one is asked for
 * @returns the bytes of the joined file
 * @throws {Error} if a file is no Parquet file, has another schema than the first, or there is none
 */
export async function* joinParquet(files: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  let first: Field[] | undefined;
  let position = MAGIC.length;
  let [rows, groups] = [0, 0];
  const described: Uint8Array[] = [];
  yield MAGIC;
  for await (const file of files) {
    const { footer, bodyEnd } = await readFooter(file);
    const fields = readFields(footer);
    first ??= fields.map(({ value, ...field }) => ({ ...field, value: value.slice() }));
    if (!Buffer.from(encoded(fields, 'schema')).equals(encoded(first, 'schema'))) {
      throw new Error('expected Parquet files of the same schema');
    }
    const { count, structs } = editStructs(encoded(fields, 'rowGroups'), movedBy(position - MAGIC.length));
    described.push(structs);
    groups += count;
    rows += readInteger(encoded(fields, 'rows'));
    if (bodyEnd > MAGIC.length) yield* createReadStream(file, { start: MAGIC.length, end: bodyEnd - 1 });
    position += bodyEnd - MAGIC.length;
  }
  if (!first) throw new Error('expected at least one Parquet file');
  yield* footerOf(first, rows, writeStructs(groups, described));
}

function* footerOf(first: readonly Field[], rows: number, rowGroups: Uint8Array): Generator<Uint8Array> {
  const changed: Record<number, Uint8Array> = {
    [fileField.rows]: writeInteger(rows),
    [fileField.rowGroups]: rowGroups,
  };
  const footer = writeFields(first.map((field) => ({ ...field, value: changed[field.id] ?? field.value })));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(footer.length);
  yield footer;
  yield length;
  yield MAGIC;
}

/** Changes a `RowGroup` whose bytes move to a later place of a file. */
function movedBy(bytes: number): Edits {
  // Where an offset is not known, some writers write 0.
  const moved = (offset: number) => (offset > 0 ? offset + bytes : offset);
  const columnMetaData = {
    ...{ 9: moved /* data_page_offset */, 10: moved /* index_page_offset */ },
    ...{ 11: moved /* dictionary_page_offset */, 14: moved /* bloom_filter_offset */ },
  };
  const columnChunk = {
    ...{ 2: moved /* file_offset */, 3: columnMetaData },
    ...{ 4: moved /* offset_index_offset */, 6: moved /* column_index_offset */ },
  };
  return { 1: columnChunk, 5: moved /* file_offset */, 7: 'omit' /* ordinal */ };
}

function encoded(fields: readonly Field[], name: keyof typeof fileField): Uint8Array {
  const field = fields.find(({ id }) => id === fileField[name]);
  if (!field) throw new Error(`expected Parquet metadata with ${name}`);
  return field.value;
}

/** @returns the encoded `FileMetaData`, and where the row groups end */
async function readFooter(file: string): Promise<{ footer: Uint8Array; bodyEnd: number }> {
  await using handle = await open(file);
  const { size } = await handle.stat();
  if (size < MAGIC.length + TAIL_BYTES) throw new Error('expected a Parquet file, got a shorter one');
  const tail = await readExactly(handle, size - TAIL_BYTES, TAIL_BYTES);
  const bodyEnd = size - TAIL_BYTES - tail.readUInt32LE(0);
  if (!tail.subarray(4).equals(MAGIC) || bodyEnd < MAGIC.length) throw new Error('expected a Parquet file');
  return { footer: await readExactly(handle, bodyEnd, size - TAIL_BYTES - bodyEnd), bodyEnd };
}

async function readExactly(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  if (bytesRead < length) throw new Error('The file has become shorter');
  return buffer;
}
