import { useRouter } from 'next/navigation';
import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { showToast } from '@/components/ui/toast';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { PhotoUpload } from '@/server/photos/inputs';
import type { PhotoView } from '@/server/photos/rules';

export interface Photos {
  current: PhotoView | null;
  previous: PhotoView[];
}

/** What a file told about its person, and what was removed of it. */
export type Found = Extract<PhotoUpload, { photo: unknown }>['removed'];

/**
 * The photo in use, and its changes: they show at once, and are rolled back when they are refused.
 * @param keepFocus called when the button that was pressed goes with the change
 */
export function usePhotoChanges(photos: Photos, keepFocus: () => void) {
  const t = useTranslations('photo');
  const locale = useLocale();
  const router = useRouter();
  const tellRefusal = useRefusalToast();
  // As it was just changed, until the page says the same.
  const [just, setJust] = useState<{ photo: PhotoView | null; over: Photos }>();
  const [changing, setChanging] = useState<string>();
  const [cleaned, setCleaned] = useState('');
  const [refreshing, startRefreshing] = useTransition();
  const current = just?.over === photos ? just.photo : photos.current;

  function show(photo: PhotoView | null, found: Found = []) {
    const what = new Intl.ListFormat(locale, { type: 'unit' }).format(
      found.map((name) => t(`metadata.${name}`)),
    );
    setCleaned(what && t('cleaned', { what }));
    setJust({ photo, over: photos });
  }

  async function change(photo: PhotoView | null, save: (trpc: Procedures) => Promise<unknown>) {
    show(photo);
    try {
      await save((await fetchTrpc()).profile.photo);
      startRefreshing(() => router.refresh());
      return true;
    } catch (error) {
      setJust(undefined);
      tellRefusal(error);
      return false;
    }
  }

  async function remove() {
    const removed = current;
    if (!removed) return;
    keepFocus();
    const done = await change(null, (photo) => photo.remove.mutate());
    if (!done) return;
    const action = { label: t('undo'), onAction: () => void restore(removed) };
    void showToast({ text: t('removed'), id: 'photo', action });
  }

  async function restore(photo: PhotoView) {
    setChanging(photo.id);
    const done = await change(photo, ({ restore }) => restore.mutate({ id: photo.id }));
    setChanging(undefined);
    if (!done) return;
    keepFocus();
    void showToast({ text: t('restored'), tone: 'success', id: 'photo' });
  }

  return {
    current,
    /** What was removed of the image that was just saved, in a sentence; empty when there was nothing. */
    cleaned,
    /** The id of the photo that is being restored. */
    changing: changing ?? (refreshing ? just?.photo?.id : undefined),
    /** A new photo, which is saved already. */
    show(photo: PhotoView, found: Found) {
      show(photo, found);
      void showToast({ text: t('saved'), tone: 'success', id: 'photo' });
      startRefreshing(() => router.refresh());
    },
    remove,
    restore,
  };
}

type Procedures = Awaited<ReturnType<typeof fetchTrpc>>['profile']['photo'];
