import { z } from 'zod';
import { REASONS, type Reason } from '@/server/reasons';
import { line } from '@/server/text/inputs';

/** What a photo shows, for who cannot see it. */
export const AltField = line({ max: 200 });

/**
 * The square that becomes the photo. The file is first turned upright by what it says of itself, then clockwise by
 * `rotation` degrees around its middle, into the smallest upright frame around it; of that frame the square is told in parts
 * of its width and height (0 to 1).
 */
export const CropInput = z.strictObject({
  rotation: z.number().min(-360).max(360),
  x: z.number().min(0).max(1),
  y: z.number().min(0).max(1),
  width: z.number().positive().max(1),
  height: z.number().positive().max(1),
});
export type Crop = z.output<typeof CropInput>;

/** What goes with an upload to `/api/uploadthing`, slug `avatar`. */
export const AvatarInput = z.strictObject({ crop: CropInput, alt: AltField });

export const DescribePhotoInput = z.strictObject({ id: z.uuid(), alt: AltField });

/**
 * What an upload answers in the end (`serverData`): the photo, and what was taken out of its file. A refusal comes as the message
 * of an error where the file is sent to this server, and here where it is sent elsewhere. Its type is lost on the way through the SDK.
 */
export const PhotoUpload = z.union([
  z.object({ error: z.enum(Object.keys(REASONS) as Reason[]) }),
  z.object({
    photo: z.object({ id: z.string(), alt: z.string(), createdAt: z.string() }),
    removed: z.array(z.enum(['location', 'camera', 'date'])),
  }),
]);
export type PhotoUpload = z.output<typeof PhotoUpload>;
