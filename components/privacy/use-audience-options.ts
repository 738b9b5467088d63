import { useTranslations } from 'next-intl';
import { AUDIENCES } from '@/server/privacy/catalog';

/** The audiences as the entries of a list. */
export function useAudienceOptions() {
  const t = useTranslations('privacy.audiences');
  return AUDIENCES.map((value) => ({ value, label: t(value) }));
}
