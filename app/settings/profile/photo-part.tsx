import { unstable_rethrow } from 'next/navigation';
import { getLocale, getTimeZone } from 'next-intl/server';
import { PhotoCard } from '@/components/photo/photo-card';
import { UnreadPhoto } from '@/components/photo/unread-photo';
import { Words } from '@/components/words';
import { momentText } from '@/messages/dates';
import { forPage } from '@/server/caller';

/** The photo, or that it could not be read; the rest of the page stands either way. */
export async function PhotoPart({ person }: { person: { id: string; name: string } }) {
  const [photos, locale, timeZone] = await Promise.all([
    forPage('/settings/profile', (api) => api.profile.photo.history()).catch((error) => {
      unstable_rethrow(error);
      return undefined;
    }),
    getLocale(),
    getTimeZone(),
  ]);
  const dated = photos?.previous.map((photo) => ({
    ...photo,
    when: momentText({ at: new Date(photo.createdAt), locale, timeZone }),
  }));
  return (
    <Words names={['common', 'reasons', 'problems', 'errors', 'stepUp', 'photo']}>
      {photos && dated ? (
        <PhotoCard person={person} photos={{ current: photos.current, previous: dated }} />
      ) : (
        <UnreadPhoto />
      )}
    </Words>
  );
}
