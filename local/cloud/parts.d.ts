declare module '@20minutes/s3rver' {
  import type { EventEmitter } from 'node:events';
  import type { AddressInfo } from 'node:net';
  import type { Readable } from 'node:stream';

  export interface S3Record {
    eventName: string;
    eventTime: string;
    s3: { bucket: { name: string }; object: { key: string; size: number; eTag: string } };
  }

  export default class S3rver extends EventEmitter<{ event: [{ Records: S3Record[] }] }> {
    constructor(options: {
      address: string;
      port: number;
      directory: string;
      silent: boolean;
      allowMismatchedSignatures: boolean;
      vhostBuckets: boolean;
      configureBuckets: { name: string }[];
    });
    store: { putContent(file: string, content: Readable | Buffer): Promise<[bytes: number, md5: string]> };
    httpServer: import('node:http').Server;
    run(): Promise<AddressInfo>;
  }
}
