import { Avatar } from '@/components/ui/avatar';
import { PHOTO_SIZES, photoAddress } from '@/server/photos/rules';

type Props = Omit<Parameters<typeof Avatar>[0], 'src' | 'srcSet'> & {
  /** Of their photo; without one, and where it may not be seen, the initials show. */
  photoId?: string | null | undefined;
};

/** A person as they show themselves: by their photo, or by their initials. */
export function PersonAvatar({ photoId, ...person }: Props) {
  if (!photoId) return <Avatar {...person} />;
  const photo = { id: photoId };
  return (
    <Avatar
      {...person}
      src={photoAddress(photo, 128)}
      srcSet={PHOTO_SIZES.map((size) => `${photoAddress(photo, size)} ${size}w`).join(', ')}
    />
  );
}
