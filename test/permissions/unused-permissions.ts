import { permissionName } from './authorize.ts';
import { stackPolicies } from './function-policies.ts';

/** The names of the permissions in the stack's policies that are not among those used. */
export async function unusedPermissions(used: ReadonlySet<string>): Promise<string[]> {
  const { functions } = await stackPolicies();
  return Object.entries(functions).flatMap(([name, { permissions }]) =>
    permissions.map((permission) => permissionName(name, permission)).filter((permission) => !used.has(permission)),
  );
}
