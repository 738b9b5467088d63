'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CHANNELS } from '@/server/notifications/catalog';
import type { TypeRow } from '@/server/notifications/types';
import { SettingsCell } from './settings-cell';
import type { Channel, Mode } from './settings-matrix-state';
import { cellClasses, headClasses, rowClasses } from './settings-table-classes';
import { useSettingsWords } from './settings-words';

/** A type and its channels: a line of the table, a card on a phone. Its id is that of the type, so that links lead here. */
export function SettingsRow({
  row,
  onTurn,
}: {
  row: TypeRow;
  onTurn: (channel: Channel, mode: Mode) => void;
}) {
  const t = useTranslations('notificationSettings');
  const { typeName } = useSettingsWords();
  const id = useId();
  const [why, setWhy] = useState<Channel>();
  const locked = why && row.channels[why];
  return (
    <tr id={row.type} className={rowClasses}>
      <th scope="row" className={headClasses}>
        <span className="block font-medium">{typeName(row.type)}</span>
        <span className="block font-normal text-sm text-text-muted">{t(`about.${row.type}`)}</span>
        <span className="tabular mt-0.5 block font-normal text-text-muted text-xs">
          <PerWeek count={row.perWeek} />
        </span>
        <span id={id} role="status" className="block font-normal text-sm *:mt-1.5 *:block">
          {locked?.used && locked.lock && <span>{t(`locks.${locked.lock}`)}</span>}
        </span>
      </th>
      {CHANNELS.map((channel) => (
        <td key={channel} className={cellClasses}>
          <span aria-hidden="true" className="text-sm text-text-muted @xl:hidden">
            {t(`channels.${channel}`)}
          </span>
          <SettingsCell
            row={row}
            channel={channel}
            why={{
              shown: why === channel,
              id,
              onToggle: () => setWhy(why === channel ? undefined : channel),
            }}
            onTurn={(mode) => onTurn(channel, mode)}
          />
        </td>
      ))}
    </tr>
  );
}

function PerWeek({ count }: { count: number }) {
  const t = useTranslations('notificationSettings');
  if (count === 0) return t('perWeekNone');
  return count < 1 ? t('perWeekFew') : t('perWeek', { count: Math.round(count) });
}
