import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import { STATS_RANGES, type StatsRange } from '@/server/moderation/stats-inputs';

/** How far back the charts go, as it stands in the address. */
export function OverviewRange({ days }: { days: StatsRange }) {
  const t = useTranslations('admin.stats');
  return (
    <nav aria-label={t('range')}>
      <ul className="inline-flex gap-0.5 rounded-md bg-surface-sunken p-0.5">
        {STATS_RANGES.map((count) => (
          <li key={count}>
            <Link
              href={`/admin?days=${count}`}
              scroll={false}
              aria-current={count === days || undefined}
              className="inline-flex min-h-7 items-center whitespace-nowrap rounded-sm border border-transparent px-3 font-medium text-sm text-text-muted hover:text-text aria-[current=true]:border-border aria-[current=true]:bg-surface-raised aria-[current=true]:text-text pointer-coarse:min-h-11"
            >
              {t('lastDays', { count })}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
