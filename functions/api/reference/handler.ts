import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { environment, loadConfig } from '../../../shared/config.ts';
import { apiReference } from './reference.ts';

const config = loadConfig(environment.pick({ TOKEN_ENDPOINT: true }));
const viewer = createRequire(import.meta.url).resolve('openapi-explorer/dist/browser/openapi-explorer.min.js');

export const handler = apiReference(config.TOKEN_ENDPOINT, () => readFile(viewer));
