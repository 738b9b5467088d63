import { z } from 'zod';
import { line, storable } from '@/server/text/inputs';

/** The pages of the administration whose filters can be kept. */
export const VIEW_PAGES = ['users', 'reports', 'audit'] as const;

const VIEW_NAME_LENGTH = 60;
const Name = line({ min: 1, max: VIEW_NAME_LENGTH });

export const ListViewsInput = z.strictObject({ page: z.enum(VIEW_PAGES) });

export const SaveViewInput = z.strictObject({
  page: z.enum(VIEW_PAGES),
  name: Name,
  /** Of the address, without its question mark. */
  query: storable({ max: 2000 }),
});

export const RenameViewInput = z.strictObject({ id: z.uuid(), name: Name });

export const RemoveViewInput = z.strictObject({ id: z.uuid() });
