import { randomBytes } from 'node:crypto';
import { objectLinks } from '../../../shared/adapters/aws/object-links.ts';
import { table } from '../../../shared/adapters/aws/table.ts';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
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
