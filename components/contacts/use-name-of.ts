import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';

/** What somebody is called within a sentence; "Somebody" who does not show themselves. */
export function useNameOf() {
  const t = useTranslations('contacts');
  return (person: { displayName: string } | null) =>
    person?.displayName ? isolate(person.displayName) : t('somebody');
}
