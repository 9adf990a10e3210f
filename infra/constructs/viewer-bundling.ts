import { join } from 'node:path';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';

const files = ['package.json', 'dist/browser/openapi-explorer.min.js'];

/**
 * Puts the viewer of the reference page beside a bundle: it is a script for browsers, which the function only hands out.
 * @param projectRoot folder whose `node_modules` holds the viewer
 */
export function viewerBundling(projectRoot: string) {
  const viewer = 'node_modules/openapi-explorer';
  return {
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_input, output) =>
        files.map((file) => `install -D -m 644 "${join(projectRoot, viewer, file)}" "${join(output, viewer, file)}"`),
    },
  } satisfies BundlingOptions;
}
