/**
 * The name of this deployment (its stack), which tells it apart from others in the same account; undefined on one machine.
 * Set by every function of a stack.
 */
export const deployment: string | undefined = process.env.DEPLOYMENT;
