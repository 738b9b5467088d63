'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CHANNELS } from '@/server/notifications/catalog';
import type { ScheduleView, TypeRow } from '@/server/notifications/types';
import { SettingsCell } from './settings-cell';
import type { Channel, Mode } from './settings-matrix-state';
import { cellClasses, headClasses, rowClasses } from './settings-table-classes';
import { weeklyOf } from './settings-weekly';
import { useSettingsWords } from './settings-words';

/** A type and its channels: a line of the table, a card on a phone. Its id is that of the type, so that links lead here. */
export function SettingsRow({
  row,
  digest,
  onTurn,
}: {
  row: TypeRow;
  digest: ScheduleView['digest'];
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
          <PerWeek row={row} digest={digest} />
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

/** How many happened a week, and what of it comes on each way as it is set. */
function PerWeek({ row, digest }: { row: TypeRow; digest: ScheduleView['digest'] }) {
  const t = useTranslations('notificationSettings');
  const { perWeek, channels } = row;
  if (perWeek === 0) return t('perWeekNone');
  const ways = CHANNELS.flatMap((channel) => {
    const weekly = weeklyOf(perWeek, channels[channel], digest);
    if (!weekly) return [];
    const { count, isMost } = weekly;
    const kind = count === 0 ? 'none' : count < 1 ? 'few' : isMost ? 'most' : 'about';
    const values = { channel: t(`channels.${channel}`), count: Math.max(1, Math.round(count)) };
    return [t(`perWeekBy.${kind}`, values)];
  });
  return (
    <>
      {perWeek < 1 ? t('perWeekFew') : t('perWeek', { count: Math.round(perWeek) })}
      <span className="block">{ways.join(' · ')}</span>
    </>
  );
}
