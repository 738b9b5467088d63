'use client';

import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Banner } from '@/components/ui/banner';
import type { DryRun } from '@/server/roles/dry-run';
import { usePermissionWords } from './permission-words';

/** Who gains and who loses what, before it happens. */
export function Effects({ effects }: { effects: DryRun }) {
  const t = useTranslations('roles');
  const words = usePermissionWords();
  const { gaining, losing, people, leavesNoAdmin, endsSessions } = effects;
  const further = new Set([gaining, losing].map((count) => count - people.length));
  const more = Math.max(0, ...further);
  if (leavesNoAdmin)
    return (
      <Banner tone="danger" role="alert">
        {t('leavesNoAdmin')}
      </Banner>
    );
  if (gaining + losing === 0) return <p className="text-md text-text-muted">{t('nobodyAffected')}</p>;
  return (
    <div className="flex flex-col gap-3 text-md">
      {(['gained', 'lost'] as const).map(
        (side) =>
          effects[side].length > 0 && (
            <div key={side}>
              <p className="font-medium">{t(side, { count: side === 'gained' ? gaining : losing })}</p>
              <ul className="mt-1 list-disc ps-5 text-text-muted">
                {effects[side].map(({ permission, people: count }) => (
                  <li key={permission}>{t('permissionFor', { permission: words(permission), count })}</li>
                ))}
              </ul>
            </div>
          ),
      )}
      <p className="wrap-anywhere text-text-muted">
        {t('who', { names: people.map(({ displayName }) => isolate(displayName)).join(', '), more })}
      </p>
      {endsSessions && <p>{t('endsSessions')}</p>}
    </div>
  );
}
