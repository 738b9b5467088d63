'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { PEOPLE_AT_ONCE } from '@/server/moderation/rules';

/** What is done with several people. */
export type PeopleAction = 'limit' | 'suspension' | 'sessions' | 'role';

interface Props {
  count: number;
  /** What one may do at all. */
  may: Record<PeopleAction | 'export', boolean>;
  busy: boolean;
  onDo: (action: PeopleAction) => void;
  onExport: () => void;
  onClear: () => void;
}

/** How many people are chosen, and what can be done with all of them. */
export function PeopleBulk({ count, may, busy, onDo, onExport, onClear }: Props) {
  const t = useTranslations('people');
  const more: MenuEntry[] = [
    ...(may.sessions ? [entry(t('end'), () => onDo('sessions'))] : []),
    ...(may.role ? [entry(t('acts.role'), () => onDo('role'))] : []),
    ...(may.export ? [entry(t('export'), onExport)] : []),
  ];
  return (
    <section
      aria-label={t('bulk')}
      className="sticky bottom-4 z-20 flex flex-wrap items-center gap-2 rounded-lg border bg-surface-raised p-3 shadow-overlay"
    >
      <p role="status" className="me-auto font-medium text-md">
        {t('chosen', { count })}
        {count >= PEOPLE_AT_ONCE && <span className="font-normal text-text-muted"> {t('mostAtOnce')}</span>}
      </p>
      {may.limit && (
        <Button size="sm" aria-haspopup="dialog" onClick={() => onDo('limit')}>
          {t('acts.limit')}
        </Button>
      )}
      {may.suspension && (
        <Button size="sm" aria-haspopup="dialog" onClick={() => onDo('suspension')}>
          {t('acts.suspension')}
        </Button>
      )}
      {more.length > 0 && (
        <Menu
          label={t('acts.more')}
          trigger={busy ? t('acts.busy') : t('acts.more')}
          triggerVariant="secondary"
          triggerSize="sm"
          entries={more}
        />
      )}
      <Button size="sm" variant="ghost" onClick={onClear}>
        {t('chooseNone')}
      </Button>
    </section>
  );
}

function entry(label: string, onSelect: () => void): MenuEntry {
  return { kind: 'action', label, onSelect };
}
