import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';

/** What a group is called within a sentence; moderators may have hidden its name. */
export function useGroupName() {
  const t = useTranslations('groups');
  return ({ name }: { name: string }) => (name ? isolate(name) : t('hiddenName'));
}
