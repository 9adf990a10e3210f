import { dirname, join } from 'node:path';
import type { BundlingOptions } from 'aws-cdk-lib/aws-lambda-nodejs';

const files = ['package.json', 'dist/browser/openapi-explorer.min.js'];

/**
 * Copies the viewer of the reference page next to a bundle: it is a browser script that the function serves as a file.
 * @param projectRoot folder whose `node_modules` contains the viewer
 */
export function viewerBundling(projectRoot: string) {
  const viewer = 'node_modules/openapi-explorer';
  return {
    commandHooks: {
      beforeBundling: () => [],
      beforeInstall: () => [],
      afterBundling: (_input, output) =>
        files.flatMap((file) => {
          const target = join(output, viewer, file);
          return [`mkdir -p "${dirname(target)}"`, `cp "${join(projectRoot, viewer, file)}" "${target}"`];
        }),
    },
  } satisfies BundlingOptions;
}
