import { stateMachine } from '../../shared/adapters/state-machine.ts';
import { api } from '../../shared/api.ts';
import { environment, loadConfig } from '../../shared/config.ts';
import { startRun } from './start-run.ts';

const config = loadConfig(environment.pick({ STATE_MACHINE_ARN: true }));

export const handler = api({ 'POST /v1/runs': startRun(stateMachine(config.STATE_MACHINE_ARN)) });
