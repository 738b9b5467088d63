import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';
import type { Standing } from '@/server/groups/catalog';

/** What somebody is in a group. */
export function StandingBadge({ standing }: { standing: Standing }) {
  const t = useTranslations('groups');
  return <Badge tone={standing === 'owner' ? 'success' : 'neutral'}>{t(`standings.${standing}`)}</Badge>;
}
