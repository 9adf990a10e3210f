import { authorize } from './authorize.ts';
import { stackPolicies } from './function-policies.ts';
import { type Observer, observedPorts, type Variable } from './observed-ports.ts';

/**
 * Ports as a function has them on AWS: an operation that its role does not allow is rejected with `AccessDenied`.
 * @param functionName folder of its code, such as `stages/publish`
 */
export function authorizedPorts(functionName: string) {
  async function arnOf(variable: Variable): Promise<string> {
    const { functions } = await stackPolicies();
    const arn = functions[functionName]?.resources[variable];
    if (!arn) throw new Error(`The stack does not set ${variable} of ${functionName}`);
    return arn;
  }

  const observer: Observer = {
    async expect(requests) {
      for (const request of requests) await authorize(functionName, request);
    },
    run: (operation) => operation(),
  };

  return observedPorts(arnOf, () => observer);
}
