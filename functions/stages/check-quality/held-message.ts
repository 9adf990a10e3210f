import type { Finding } from '../../../shared/domain/quality/gate.ts';

/** Step Functions truncates error causes after 32,768 characters. */
const FINDINGS_NAMED = 50;

/** Names the findings that hold a run and every way to release it. */
export function heldMessage(findings: readonly Finding[]): string {
  const named = findings.slice(0, FINDINGS_NAMED).map(({ message }) => `- ${message}`);
  const more = findings.length - named.length;
  return [
    `The run is held: ${findings.length === 1 ? 'one finding' : `${findings.length} findings`} about its uploads`,
    ...named,
    ...(more > 0 ? [`- and ${more} more, in the run's quality.json`] : []),
    'The files wait in the inbox. Take them in as they are by POST /v1/runs with {"accept_gate": true} or npm start -- --accept-gate; or replace or remove them, or change the policy\'s "gate", and start a run',
  ].join('\n');
}
