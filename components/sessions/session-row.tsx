'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useId } from 'react';
import { Badge } from '@/components/ui/badge';
import { When } from '@/components/when';
import type { ListedSession } from '@/server/auth/session-list';
import { Address } from './address';
import { DeviceIcon } from './device-icon';
import { useSessionWords } from './use-session-words';

/** People move about: another network by itself is no cause for worry. */
const TONES: Record<ListedSession['marks'][number], 'warning' | 'neutral'> = {
  newBrowser: 'warning',
  newNetwork: 'neutral',
  newPasskey: 'warning',
};

interface Props {
  session: ListedSession;
  /** Its buttons. @param facts the id of what tells this one from others in the same browser */
  actions: (facts: string) => ReactNode;
}

/** A browser that is signed in: what it is, where, since when, by what means, and why it stands out. */
export function SessionRow({ session, actions }: Props) {
  const t = useTranslations('sessions');
  const { deviceOf, howOf } = useSessionWords();
  const facts = useId();
  const { id, current, system, ip, place, createdAt, lastSeenAt, marks } = session;
  const how = howOf(session);
  return (
    <li
      data-row={id}
      tabIndex={-1}
      className="flex flex-wrap items-start gap-x-3 gap-y-3 border-t py-4 first:border-t-0 first:pt-0 last:pb-0"
    >
      <span
        aria-hidden="true"
        className="grid size-9 shrink-0 place-items-center rounded-md border bg-surface-sunken text-text-muted [&_svg]:size-4"
      >
        <DeviceIcon system={system} />
      </span>
      <div className="min-w-0 flex-1 basis-48">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className="wrap-anywhere min-w-0 font-medium text-md">{deviceOf(session)}</span>
          {current && <Badge tone="success">{t('this')}</Badge>}
          {marks.map((mark) => (
            <Badge key={mark} tone={TONES[mark]}>
              {t(`marks.${mark}`)}
            </Badge>
          ))}
        </div>
        <div className="mt-0.5 flex flex-col gap-0.5 text-sm text-text-muted">
          <ul id={facts} className="flex flex-wrap gap-x-3 gap-y-0.5">
            <li>{current ? t('activeNow') : t.rich('lastSeen', { when: () => <When at={lastSeenAt} /> })}</li>
            {place && <li className="wrap-anywhere min-w-0">{place}</li>}
            {ip && (
              <li className="tabular wrap-anywhere min-w-0">
                <Address ip={ip} />
              </li>
            )}
          </ul>
          <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
            <li>{t.rich('firstSeen', { when: () => <When at={createdAt} /> })}</li>
            {how && <li className="wrap-anywhere min-w-0">{how}</li>}
          </ul>
        </div>
      </div>
      <div className="ms-auto flex flex-wrap justify-end gap-2">{actions(facts)}</div>
    </li>
  );
}
