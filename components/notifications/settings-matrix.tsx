'use client';

import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { CATEGORIES, CHANNELS } from '@/server/notifications/catalog';
import type { ScheduleView, TypeRow } from '@/server/notifications/types';
import { categoryAnchor } from './settings-anchor';
import { SettingsGroupRow } from './settings-group-row';
import { type Channel, type Group, groupPress, type Mode } from './settings-matrix-state';
import { SettingsRow } from './settings-row';
import { useMatrix } from './settings-use-matrix';
import { useSettingsWords } from './settings-words';

const EVERYTHING: Group = { scope: 'global', key: '' };

/** What somebody hears of and on which ways: types by channels, in groups. Saves as it is pressed. */
export function SettingsMatrix({ rows: saved, digest }: { rows: TypeRow[]; digest: ScheduleView['digest'] }) {
  const t = useTranslations('notificationSettings');
  const { cellName, groupName } = useSettingsWords();
  const { rows, press, isBusy } = useMatrix(saved);
  const groups = CATEGORIES.map((category) => ({
    category,
    rows: rows.filter((row) => row.category === category),
  })).filter((group) => group.rows.length > 0);

  function turn({ type, digestable }: TypeRow, channel: Channel, mode: Mode) {
    const what = cellName(type, channel);
    const isChoice = digestable && channel === 'email';
    const word = isChoice ? mode : mode === 'off' ? 'off' : 'on';
    press(
      { changes: [{ scope: 'type', key: type, channel, mode }], shows: [{ type, channel, mode }] },
      { id: `${type} ${channel}`, what, done: t(`turned.${word}`, { what }) },
    );
  }

  function turnGroup(group: Group, within: TypeRow[], channel: Channel, on: boolean) {
    const what = groupName(group.key, channel);
    press(groupPress(group, within, channel, on ? 'instant' : 'off'), {
      id: `${group.key} ${channel}`,
      what,
      done: t(`turned.${on ? 'on' : 'off'}`, { what }),
    });
  }

  function reset() {
    press({ changes: 'reset', shows: [] }, { id: 'reset', what: t('reset'), done: t('resetDone') });
  }

  return (
    <Card
      id="notificationKinds"
      title={t('matrixTitle')}
      description={t('matrixText')}
      hint={t('resetHint')}
      action={
        <Button size="sm" onClick={reset}>
          {t('reset')}
        </Button>
      }
    >
      <div data-unsaved={isBusy} className="@container -mx-4 -mb-4 sm:-mx-6 sm:-mb-6">
        <table className="block w-full border-separate border-spacing-0 text-md @xl:table">
          <caption className="sr-only">{t('matrixTitle')}</caption>
          <thead className="hidden @xl:table-header-group">
            <tr>
              <th scope="col" className={`${columnClasses} ps-6 text-start`}>
                {t('kind')}
              </th>
              {CHANNELS.map((channel) => (
                <th key={channel} scope="col" className={`${columnClasses} last:pe-6`}>
                  {t(`channels.${channel}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className={bodyClasses}>
            <SettingsGroupRow
              group={EVERYTHING}
              rows={rows}
              id={undefined}
              onTurn={(channel, on) => turnGroup(EVERYTHING, rows, channel, on)}
            />
          </tbody>
          {groups.map(({ category, rows: within }) => {
            const group = { scope: 'category', key: category } as const;
            return (
              <tbody key={category} className={bodyClasses}>
                <SettingsGroupRow
                  group={group}
                  rows={within}
                  id={categoryAnchor(category)}
                  onTurn={(channel, on) => turnGroup(group, within, channel, on)}
                />
                {within.map((row) => (
                  <SettingsRow
                    key={row.type}
                    row={row}
                    digest={digest}
                    onTurn={(channel, mode) => turn(row, channel, mode)}
                  />
                ))}
              </tbody>
            );
          })}
        </table>
      </div>
    </Card>
  );
}

const bodyClasses = 'block @xl:table-row-group';
const columnClasses =
  'sticky top-0 z-20 h-10 whitespace-nowrap border-y bg-surface-sunken px-3 font-medium text-sm text-text-muted';
