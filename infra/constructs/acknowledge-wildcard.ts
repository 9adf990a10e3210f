import { Stack, Validations } from 'aws-cdk-lib';
import { flattenCfnReference } from 'cdk-nag/lib/utils/flatten-cfn-reference.js';
import type { IConstruct } from 'constructs';

/** Acknowledges, with the reason, the cdk-nag finding about one wildcard resource in the policies of a construct's roles. */
export function acknowledgeWildcard(construct: IConstruct, resource: string, reason: string): void {
  const name = flattenCfnReference(Stack.of(construct).resolve(resource));
  Validations.of(construct).acknowledge({ id: `AwsSolutions-IAM5[Resource::${name}]`, reason });
}
