import { expect } from 'vitest';
import type { IamRequest } from './iam-request.ts';
import { type Observer, observedPorts } from './observed-ports.ts';
import { recording, recordRequests } from './sdk-requests.ts';

/**
 * Ports on AWS of which each operation must send just the requests that the table of port actions lists for it.
 * @param arn ARN of what the ports open
 * @param client with which they do so
 */
export function provedPorts(arn: string, client: Parameters<typeof recordRequests>[0]) {
  recordRequests(client);
  return observedPorts(async () => arn, proof);
}

function proof(): Observer {
  const expected: IamRequest[] = [];
  const allowed: IamRequest[] = [];
  const sent: IamRequest[] = [];
  return {
    async expect(requests) {
      allowed.push(...requests.map(({ because, ...request }) => request));
      expected.push(...requests.filter(({ because }) => because === undefined));
    },
    async run(operation) {
      let result: Awaited<ReturnType<typeof operation>>;
      try {
        result = await recording(sent, operation);
      } catch (error) {
        // An operation that is rejected, perhaps before it is sent, sends nothing else.
        expect(distinct(allowed)).toEqual(expect.arrayContaining(distinct(sent)));
        throw error;
      }
      expect(distinct(sent)).toEqual(distinct(expected));
      return result;
    },
  };
}

/** The SDK sends halves of characters as replacement characters. */
const distinct = (requests: readonly IamRequest[]) =>
  [...new Set(requests.map((request) => JSON.stringify(Object.entries(request).sort()).toWellFormed()))].sort();
