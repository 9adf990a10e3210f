import { json } from '../../shared/answer.ts';
import { type Answerer, checked, noQuery } from '../../shared/api.ts';
import { ProblemError } from '../../shared/problem.ts';
import { fromCurrentRun, origin, type Readers } from './current-run.ts';

/** `GET /v1/customers/{id}`: the customer's state as the current run has it, and its tier changes, newest first. */
export function getCustomer(readers: Readers): Answerer {
  const { customers } = readers;
  return (event) => {
    checked(noQuery, event.queryStringParameters ?? {}, 'query');
    const id = event.pathParameters?.id ?? '';
    return fromCurrentRun(readers, async (run, current) => {
      const [state, history] = await Promise.all([
        customers.getCustomer(id, current),
        customers.getHistory(id, current),
      ]);
      if (!state) {
        throw new ProblemError('customer-not-found', 'No customer of this run has this id', origin(run));
      }
      return json(200, { ...state, ...origin(run), history });
    });
  };
}
