import type { MadePhoto } from './make-photo';
import type { PhotoSize } from './rules';

/**
 * Where the files of photos lie. What lies under a key never changes, so that putting the same again does no harm. Removing is
 * only for whoever knows that no row names the key: `dropUnnamed`.
 */
export interface PhotoStore {
  /** Whoever puts something holds its key (`lockKeys`). @throws STORAGE_FULL, with part of it there, perhaps */
  put(photo: Pick<MadePhoto, 'key' | 'files'>): Promise<void>;
  /** Undefined when it is not there. */
  read(file: { key: string; size: PhotoSize }): Promise<Buffer | undefined>;
  remove(key: string): Promise<void>;
  /** The keys whose files were put before then, and lie there in vain if no row names them. */
  keysBefore(time: Date): AsyncIterable<string>;
}
