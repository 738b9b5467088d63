'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { AUDIT_GROUPS, AUDIT_KINDS, kindsOf } from '@/server/audit/catalog';
import { type AuditFilters, TYPED } from './audit-filters';
import { useEntryWords } from './use-entry-words';

const NAMES = ['actor', 'subject', 'request', 'ip'] as const;
type Typed = (typeof NAMES)[number];

interface Props {
  filters: AuditFilters;
  onChange: (change: Partial<AuditFilters>) => void;
}

/** What the log is narrowed by: what is typed counts once it is sent, what is chosen at once. */
export function AuditFields({ filters, onChange }: Props) {
  const t = useTranslations('audit');
  const { kindWords } = useEntryWords();
  const [wrong, setWrong] = useState<readonly Typed[]>([]);
  const { group, kind, from, until, system } = filters;
  const kinds = group ? kindsOf(group) : undefined;

  function search(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    const typed = Object.fromEntries(NAMES.map((name) => [name, textIn(form, name)])) as Record<
      Typed,
      string | null
    >;
    const faults = NAMES.filter((name) => typed[name] !== null && !TYPED[name](typed[name]));
    setWrong(faults);
    const [first] = faults;
    if (first) form.querySelector<HTMLInputElement>(`[name="${first}"]`)?.focus();
    else onChange(typed);
  }

  const field = (name: Typed) => (
    <Field
      label={t(`filters.${name}`)}
      error={
        wrong.includes(name)
          ? t(`wrong.${name === 'actor' || name === 'subject' ? 'handle' : name}`)
          : undefined
      }
    >
      <Input
        key={filters[name] ?? ''}
        name={name}
        {...(name === 'actor' && { 'data-filter': name })}
        defaultValue={filters[name] ?? ''}
        placeholder={name === 'actor' || name === 'subject' ? t('filters.handleHint') : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        maxLength={60}
      />
    </Field>
  );

  const day = (name: 'from' | 'until', value: string | null) => (
    <Field label={t(`filters.${name}`)}>
      <Input
        type="date"
        value={value ?? ''}
        onChange={({ target }) => onChange({ [name]: target.value || null })}
      />
    </Field>
  );

  return (
    <form noValidate onSubmit={search} className="flex flex-col gap-3">
      <div className="grid grid-cols-1 items-start gap-3 min-[360px]:grid-cols-2 lg:grid-cols-4">
        {field('actor')}
        {field('subject')}
        <Field label={t('filters.group')}>
          <NativeSelect
            value={group ?? ''}
            onChange={({ target }) => {
              const next = AUDIT_GROUPS.find((one) => one === target.value) ?? null;
              const fits = kind === null || next === null || kindsOf(next).includes(kind);
              onChange({ group: next, ...(!fits && { kind: null }) });
            }}
            options={[
              { value: '', label: t('filters.any') },
              ...AUDIT_GROUPS.map((value) => ({ value, label: t(`groups.${value}`) })),
            ]}
          />
        </Field>
        <Field label={t('filters.kind')}>
          <NativeSelect
            value={kind ?? ''}
            onChange={({ target }) =>
              onChange({ kind: AUDIT_KINDS.find((one) => one === target.value) ?? null })
            }
            options={[
              { value: '', label: t('filters.any') },
              ...(kinds
                ? kinds.map((value) => ({ value, label: kindWords(value) }))
                : AUDIT_GROUPS.map((name) => ({
                    label: t(`groups.${name}`),
                    options: kindsOf(name).map((value) => ({ value, label: kindWords(value) })),
                  }))),
            ]}
          />
        </Field>
        {field('request')}
        {field('ip')}
        {day('from', from)}
        {day('until', until)}
      </div>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Checkbox
          label={t('filters.system')}
          checked={system}
          onChange={({ target }) => onChange({ system: target.checked })}
        />
        <Button type="submit">{t('filters.apply')}</Button>
      </div>
    </form>
  );
}

function textIn(form: HTMLFormElement, name: string) {
  const text = new FormData(form).get(name);
  return (typeof text === 'string' && text.trim()) || null;
}
