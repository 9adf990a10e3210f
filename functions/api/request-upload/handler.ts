import { randomBytes } from 'node:crypto';
import { openLinks, openTable } from '#platform';
import { auditLog } from '../../../shared/adapters/tables/audit-log.ts';
import { environment, loadConfig } from '../../../shared/config.ts';
import { api } from '../../../shared/http/api.ts';
import { requestUpload } from './request-upload.ts';

const config = loadConfig(environment.pick({ INBOX: true, TABLE: true }));

export const handler = api(
  'request-upload',
  {
    'POST /v1/uploads': requestUpload({
      inbox: openLinks(config.INBOX),
      now: () => new Date().toISOString(),
      unique: () => randomBytes(4).toString('hex'),
    }),
  },
  auditLog(openTable(config.TABLE)),
);
