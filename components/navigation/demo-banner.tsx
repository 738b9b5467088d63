import { getTranslations } from 'next-intl/server';
import { PlainLink } from '@/components/ui/plain-link';

/** Says that this is no real installation, on every page of a demo. */
export async function DemoBanner() {
  const t = await getTranslations('common');
  return (
    <aside
      aria-label={t('demo')}
      className="flex flex-wrap justify-center gap-x-3 border-b bg-warning-surface px-4 py-1.5 text-center text-sm text-warning-text print:hidden"
    >
      <span>{t('demo')}</span>
      <PlainLink href="/outbox" className="text-inherit">
        {t('demoOutbox')}
      </PlainLink>
    </aside>
  );
}
