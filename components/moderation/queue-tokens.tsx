'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { NativeSelect } from '@/components/ui/native-select';
import { REPORT_KIND_NAMES, SUBJECT_KINDS } from '@/server/moderation/catalog';
import { HOLDERS, type QueueFilters, URGENCIES } from './queue-filters';

type Narrowing = Exclude<keyof QueueFilters, 'state'>;

const CLEAR = { urgency: null, kind: null, subject: null, claimed: null, person: null, group: null };

interface Props {
  filters: QueueFilters;
  onChange: (change: Partial<QueueFilters>) => void;
}

/** What the queue is narrowed by: a list for each, and a token for each that is chosen, which takes it away. */
export function QueueTokens({ filters, onChange }: Props) {
  const t = useTranslations('cases');
  const kinds = useTranslations('reportKinds');
  const names = {
    urgency: filters.urgency && t(`urgencies.${filters.urgency}`),
    kind: filters.kind && kinds(`${filters.kind}.name`),
    subject: filters.subject && t(`subjects.${filters.subject}`),
    claimed: filters.claimed && t(`holders.${filters.claimed}`),
    person: filters.person && `@${filters.person}`,
    group: filters.group && t('thisGroup'),
  };
  const options = {
    urgency: URGENCIES.map((value) => ({ value, label: t(`urgencies.${value}`) })),
    kind: REPORT_KIND_NAMES.map((value) => ({ value, label: kinds(`${value}.name`) })),
    subject: SUBJECT_KINDS.map((value) => ({ value, label: t(`subjects.${value}`) })),
    claimed: HOLDERS.map((value) => ({ value, label: t(`holders.${value}`) })),
  };
  const chosen = (Object.keys(names) as Narrowing[]).filter((name) => names[name]);
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {(['urgency', 'kind', 'subject', 'claimed'] as const).map((name) => (
          <Field key={name} label={t(`filters.${name}`)}>
            <NativeSelect
              data-filter={name}
              value={filters[name] ?? ''}
              onChange={({ target }) => onChange({ [name]: target.value || null })}
              options={[{ value: '', label: t('filters.any') }, ...options[name]]}
            />
          </Field>
        ))}
      </div>
      {chosen.length > 0 && (
        <ul aria-label={t('filters.chosen')} className="flex flex-wrap gap-2">
          {chosen.map((name) => (
            <li key={name} className="min-w-0">
              <Button
                size="sm"
                className="max-w-full"
                aria-label={t('filters.remove', {
                  name: `${t('labelled', { label: t(`filters.${name}`) })} ${names[name]}`,
                })}
                onClick={() => onChange({ [name]: null })}
              >
                <span className="truncate">
                  {t('labelled', { label: t(`filters.${name}`) })} <bdi>{names[name]}</bdi>
                </span>
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
          <li>
            <Button size="sm" variant="ghost" onClick={() => onChange(CLEAR)}>
              {t('filters.clear')}
            </Button>
          </li>
        </ul>
      )}
    </div>
  );
}
