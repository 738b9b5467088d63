import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { PersonRow } from '@/server/moderation/people-list';

const TONES = {
  active: 'success',
  suspended: 'danger',
  deactivated: 'neutral',
  leaving: 'warning',
  erasing: 'warning',
} as const;

/** How somebody's account stands. */
export function StatusBadge({ status }: Pick<PersonRow, 'status'>) {
  const t = useTranslations('cases');
  return <Badge tone={TONES[status]}>{t(`statuses.${status}`)}</Badge>;
}
