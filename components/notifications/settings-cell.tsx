'use client';

import { Lock } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { NativeSelect } from '@/components/ui/native-select';
import { SwitchControl } from '@/components/ui/switch-control';
import type { TypeRow } from '@/server/notifications/types';
import type { Channel, Mode } from './settings-matrix-state';
import { useSettingsWords } from './settings-words';

const MODES = ['off', 'instant', 'digest'] as const;

interface Props {
  row: TypeRow;
  channel: Channel;
  /** Whether the sentence that says why it is locked is to be seen, and the id of its place. */
  why: { shown: boolean; id: string; onToggle: () => void };
  onTurn: (mode: Mode) => void;
}

/** What a type does on a channel: a switch, a choice where it can be bundled, or words where there is nothing to switch. */
export function SettingsCell({ row, channel, why, onTurn }: Props) {
  const t = useTranslations('notificationSettings');
  const { cellName } = useSettingsWords();
  const cell = row.channels[channel];
  const name = cellName(row.type, channel);
  if (!cell.used) return <span className="text-sm text-text-muted">{t(`unused.${channel}`)}</span>;
  if (cell.lock) {
    return (
      <button
        type="button"
        aria-label={t('lockedNamed', { what: name })}
        aria-expanded={why.shown}
        aria-controls={why.id}
        onClick={why.onToggle}
        className="inline-flex min-h-8 cursor-pointer items-center gap-1.5 rounded-sm px-1.5 text-sm text-text-muted underline decoration-border-strong underline-offset-4 transition-colors hover:text-text pointer-coarse:min-h-11"
      >
        <Lock aria-hidden="true" className="size-3.5 shrink-0" />
        {t('locked')}
      </button>
    );
  }
  if (row.digestable && channel === 'email') {
    return (
      <NativeSelect
        aria-label={name}
        className="max-w-36 @xl:w-36"
        options={MODES.map((value) => ({ value, label: t(`modes.${value}`) }))}
        value={cell.mode}
        onChange={({ target }) => onTurn(MODES.find((mode) => mode === target.value) ?? 'off')}
      />
    );
  }
  return (
    <SwitchControl
      aria-label={name}
      checked={cell.mode !== 'off'}
      onCheckedChange={(on) => onTurn(on ? 'instant' : 'off')}
    />
  );
}
