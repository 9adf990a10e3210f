import { json } from '../../shared/answer.ts';
import { type Answerer, checked, noQuery } from '../../shared/api.ts';
import { ProblemError } from '../../shared/problem.ts';
import { fromCurrentRun, origin, type Readers } from './current-run.ts';
import { byKnownId } from './known-id.ts';

/**
 * `GET /v1/customers/{id}`: the customer's state as the current run has it, and its tier changes, newest first. Where ids are
 * kept as keyed hashes, the customer is found by the id itself too, and the answer has the hash.
 * @param idSecret the key of the hashes
 */
export function getCustomer(readers: Readers, idSecret: () => Promise<Uint8Array>): Answerer {
  const { customers } = readers;
  return (event) => {
    checked(noQuery, event.queryStringParameters ?? {}, 'query');
    const id = event.pathParameters?.id ?? '';
    return fromCurrentRun(readers, async (run, current) => {
      const found = await byKnownId(id, idSecret, async (storedId) => {
        const [state, history] = await Promise.all([
          customers.getCustomer(storedId, current),
          customers.getHistory(storedId, current),
        ]);
        return state && { state, history };
      });
      if (!found) {
        throw new ProblemError('customer-not-found', 'No customer of this run has this id', origin(run));
      }
      return json(200, { ...found.state, ...origin(run), history: found.history });
    });
  };
}
