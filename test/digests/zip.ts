import { crc32 } from 'node:zlib';

/** A zip archive of files that are stored as they are, all with the same time. */
export function zipOf(files: Record<string, string>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const [name, content] = [Buffer.from(path), Buffer.from(text)];
    // Version 2.0, UTF-8 names, stored, midnight of 1 January 2025.
    const common = [...u16(20), ...u16(0x0800), ...u16(0), ...u16(0), ...u16(0x5a21), ...u32(crc32(content))];
    const sizes = [...u32(content.length), ...u32(content.length), ...u16(name.length), ...u16(0)];
    const local = Buffer.concat([Buffer.from([...u32(0x04034b50), ...common, ...sizes]), name, content]);
    const rest = [...u16(0), ...u16(0), ...u16(0), ...u32(0), ...u32(offset)];
    directory.push(Buffer.concat([Buffer.from([...u32(0x02014b50), ...u16(20), ...common, ...sizes, ...rest]), name]));
    parts.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const counts = [...u16(0), ...u16(0), ...u16(directory.length), ...u16(directory.length)];
  const end = Buffer.from([...u32(0x06054b50), ...counts, ...u32(listed.length), ...u32(offset), ...u16(0)]);
  return Buffer.concat([...parts, listed, end]);
}

const u16 = (value: number) => [value & 0xff, (value >>> 8) & 0xff];
const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
