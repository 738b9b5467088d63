'use client';

import { Eye, EyeOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Preview } from '@/server/privacy/person';

/** What the unsaved changes would show to whoever looks, and what they would hide. */
export function Differences({ differences }: Pick<Preview, 'differences'>) {
  const t = useTranslations('privacy');
  return (
    <section aria-label={t('viewAs.differences')} className="rounded-lg border bg-surface-sunken p-4">
      <h3 className="mb-2 text-md">{t('viewAs.differences')}</h3>
      {differences.length === 0 && <p className="text-sm text-text-muted">{t('viewAs.none')}</p>}
      <div className="flex flex-col gap-3">
        {(['hidden', 'shown'] as const).map((effect) => {
          const fields = differences.filter((each) => each.effect === effect);
          if (!fields.length) return null;
          const Icon = effect === 'shown' ? Eye : EyeOff;
          return (
            <div key={effect}>
              <p className="flex items-center gap-1.5 font-medium text-sm">
                <Icon aria-hidden="true" className="size-4 text-text-muted" />
                {t(`viewAs.${effect}`)}
              </p>
              <ul className="mt-0.5 ps-5.5 text-sm">
                {fields.map(({ field }) => (
                  <li key={field}>{field === 'profile' ? t('viewAs.page') : t(`parts.${field}`)}</li>
                ))}
              </ul>
            </div>
          );
        })}
      </div>
    </section>
  );
}
