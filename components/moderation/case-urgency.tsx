import { useTranslations } from 'next-intl';
import { Badge } from '@/components/ui/badge';

const LEVELS = [
  { name: '0', tone: 'neutral' },
  { name: '1', tone: 'neutral' },
  { name: '2', tone: 'warning' },
  { name: '3', tone: 'danger' },
] as const;

/** How soon a case wants to be looked at, in words. */
export function UrgencyBadge({ urgency }: { urgency: number }) {
  const t = useTranslations('cases');
  const { name, tone } = LEVELS[urgency] ?? LEVELS[0];
  return <Badge tone={tone}>{t(`urgencies.${name}`)}</Badge>;
}
