'use client';

import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { CHANNELS } from '@/server/notifications/catalog';
import type { TypeRow } from '@/server/notifications/types';
import { GroupSwitch } from './settings-group-switch';
import { type Channel, type Group, groupState } from './settings-matrix-state';
import { cellClasses, headClasses, rowClasses } from './settings-table-classes';
import { useSettingsWords } from './settings-words';

interface Props {
  group: Group;
  rows: TypeRow[];
  id: string | undefined;
  onTurn: (channel: Channel, on: boolean) => void;
}

/** A category, or everything, with a switch for each channel that says what its rows do. */
export function SettingsGroupRow({ group, rows, id, onTurn }: Props) {
  const t = useTranslations('notificationSettings');
  const { categoryName, groupName } = useSettingsWords();
  return (
    <tr id={id} className={`${rowClasses} bg-surface-sunken/70`}>
      <th scope={group.scope === 'global' ? 'row' : 'rowgroup'} className={headClasses}>
        <h3 className="text-md">{group.scope === 'global' ? t('everything') : categoryName(group.key)}</h3>
        {group.scope === 'global' && (
          <span className="block font-normal text-sm text-text-muted">{t('everythingText')}</span>
        )}
      </th>
      {CHANNELS.map((channel) => {
        const state = groupState(rows, channel);
        return (
          <td key={channel} className={cellClasses}>
            <span aria-hidden="true" className="text-sm text-text-muted @xl:hidden">
              {t(`channels.${channel}`)}
            </span>
            {state === undefined ? (
              <span className="inline-flex items-center gap-1.5 text-sm text-text-muted">
                <Lock aria-hidden="true" className="size-3.5 shrink-0" />
                {t('locked')}
              </span>
            ) : (
              <GroupSwitch
                label={groupName(group.key, channel)}
                state={state}
                onTurn={(on) => onTurn(channel, on)}
              />
            )}
          </td>
        );
      })}
    </tr>
  );
}
