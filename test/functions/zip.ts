import { crc32, deflateRawSync } from 'node:zlib';

/** A file for a zip archive; optional fields create inconsistent archives. */
export interface ZipEntry {
  path: string | Buffer;
  content: string | Buffer;
  /** Whether the path is flagged as UTF-8. */
  isUtf8?: boolean;
  isEncrypted?: boolean;
  method?: number;
  /** Declared size and checksum. */
  bytes?: number;
  checksum?: number;
}

/** Creates a zip archive as in APPNOTE.TXT: local headers with data, then the central directory. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const path = Buffer.from(entry.path as string);
    const content = Buffer.from(entry.content as string);
    const { method = 8 } = entry;
    const data = method === 8 ? deflateRawSync(content) : content;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.isEncrypted ? 1 : 0) | (entry.isUtf8 === false ? 0 : 0x800), 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(entry.checksum ?? crc32(content), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(entry.bytes ?? content.length, 18);
    common.writeUInt16LE(path.length, 22);
    parts.push(Buffer.from('PK\x03\x04'), common, path, data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), common, rest, path);
    offset += 30 + path.length + data.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(central.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, central, Buffer.from('PK\x05\x06'), end]);
}
