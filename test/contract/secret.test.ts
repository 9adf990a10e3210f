import { join } from 'node:path';
import { fileSecret } from '../../local/platform/secret.ts';
import { createDataDirectory } from './data-directory.ts';
import { secretContract } from './secret.contract.ts';

secretContract('a file', async () => {
  const { root, scratch, delete: close } = await createDataDirectory();
  return { open: () => fileSecret(join(root, 'id-key'), { scratch }), close };
});
