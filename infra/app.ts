import { join } from 'node:path';
import { Annotations, App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { assertDeployable, forgettableOptions } from './deployable.ts';
import { readStacks } from './options.ts';
import { SegmentationStack } from './segmentation-stack.ts';

assertDeployable(process.env.CDK_DEFAULT_REGION);
const app = new App();
const forgettable = forgettableOptions(app.node, join(import.meta.dirname, '../cdk.json'));

for (const options of readStacks(app.node)) {
  const stack = new SegmentationStack(app, options.stackName, options);
  if (forgettable.length > 0) {
    Annotations.of(stack).addWarningV2(
      'strata:forgettable-options',
      `Write ${forgettable.join(', ')} into "context" of cdk.json and commit it: a later deployment without -c returns to the default`,
    );
  }
}
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
