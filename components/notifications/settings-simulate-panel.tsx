'use client';

import { useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { dayIn } from '@/components/account/zoned-day';
import { ErrorState } from '@/components/ui/error-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { Mute, TypeRow } from '@/server/notifications/types';
import { SettingsDecisions } from './settings-decisions';
import { useSimulation } from './settings-use-simulation';
import { useSettingsWords } from './settings-words';

export interface SimulateProps {
  rows: TypeRow[];
}

/** What would become of a notification at a moment, on each channel. */
export function SettingsSimulatePanel({ rows }: SimulateProps) {
  const t = useTranslations('notificationSettings.simulate');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const { typeName, categoryName } = useSettingsWords();
  const timeZone = useTimeZone() ?? 'UTC';
  const [type, setType] = useState(rows[0]?.type);
  const [of, setOf] = useState('');
  const [at, setAt] = useState(() => `${dayIn(new Date(), timeZone)}T23:10`);
  const question = type && at ? { type, at, of } : undefined;
  const { decisions, mutes, refusal, loading, retry } = useSimulation(rows, question);
  const categories = [...new Set(rows.map(({ category }) => category))];

  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('type')} className="sm:col-span-2">
          <NativeSelect
            options={categories.map((category) => ({
              label: categoryName(category),
              options: rows
                .filter((row) => row.category === category)
                .map((row) => ({ value: row.type, label: typeName(row.type) })),
            }))}
            value={type}
            onChange={({ target }) => setType(rows.find((row) => row.type === target.value)?.type)}
          />
        </Field>
        {mutes.length > 0 && (
          <Field label={t('object')}>
            <NativeSelect
              options={[
                { value: '', label: t('anybody') },
                ...mutes.map((mute) => ({ value: objectOf(mute), label: mute.name ?? t(mute.kind) })),
              ]}
              value={of}
              onChange={({ target }) => setOf(target.value)}
            />
          </Field>
        )}
        <Field
          label={t('at')}
          description={t('atHint', { zone: timeZone.replaceAll('_', ' ') })}
          error={at ? undefined : t('problem')}
        >
          <Input
            type="datetime-local"
            value={at}
            onChange={({ target }) => setAt(target.value.slice(0, 16))}
          />
        </Field>
      </div>
      {refusal && (
        <ErrorState title={t('failed')} text={words(refusal)} retryLabel={errors('retry')} onRetry={retry} />
      )}
      {loading && !decisions && <SkeletonRows label={t('loading')} />}
      {type && decisions && <SettingsDecisions type={type} decisions={decisions} />}
    </>
  );
}

/** As the list of muted people and groups names one. */
function objectOf({ kind, id }: Mute) {
  return `${kind}:${id}`;
}
