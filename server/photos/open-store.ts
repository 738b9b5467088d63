import { join } from 'node:path';
import { cloudStore } from './cloud-store';
import { diskStore } from './disk-store';
import type { PhotoStore } from './store';

const inCloud = new Map<string, PhotoStore>();

/** Where photos lie in this installation: on its disk, or in UploadThing's cloud where there is a token for it. */
export function openStore(given: { dataDir: string; uploadthingToken: string | undefined }): PhotoStore {
  const { dataDir, uploadthingToken: token } = given;
  if (token === undefined) return diskStore(join(/* turbopackIgnore: true */ dataDir, 'photos'));
  const store = inCloud.get(token) ?? cloudStore({ token, fetch });
  inCloud.set(token, store);
  return store;
}
