import { openWorkflow } from '#platform';
import { environment, loadConfig } from '../../../shared/config.ts';
import { wakeWorkflow } from './wake-workflow.ts';

const config = loadConfig(environment.pick({ WORKFLOW: true }));

export const handler = wakeWorkflow(openWorkflow(config.WORKFLOW));
