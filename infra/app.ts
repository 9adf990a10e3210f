import { App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readOptions } from './options.ts';
import { SegmentationStack } from './segmentation-stack.ts';

const app = new App();
const options = readOptions(app.node);

new SegmentationStack(app, options.stackName, options);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
