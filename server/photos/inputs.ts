import { z } from 'zod';
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
