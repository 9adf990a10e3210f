import { randomBytes } from 'node:crypto';
import { auditLog } from '../../shared/adapters/audit-log.ts';
import { objectLinks } from '../../shared/adapters/object-links.ts';
import { table } from '../../shared/adapters/table.ts';
import { api } from '../../shared/api/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { requestUpload } from './request-upload.ts';

const config = loadConfig(environment.pick({ INBOX_BUCKET: true, TABLE_NAME: true }));

export const handler = api(
  'request-upload',
  {
    'POST /v1/uploads': requestUpload({
      inbox: objectLinks(config.INBOX_BUCKET),
      now: () => new Date().toISOString(),
      unique: () => randomBytes(4).toString('hex'),
    }),
  },
  auditLog(table(config.TABLE_NAME)),
);
