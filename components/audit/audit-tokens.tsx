'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/button';
import type { AuditFilters } from './audit-filters';
import { useEntryWords } from './use-entry-words';

const CLEAR = {
  actor: null,
  subject: null,
  system: false,
  about: null,
  group: null,
  kind: null,
  request: null,
  ip: null,
  from: null,
  until: null,
} satisfies AuditFilters;

interface Props {
  filters: AuditFilters;
  onChange: (change: Partial<AuditFilters>) => void;
}

/** A token for each filter that is chosen, which takes it away. */
export function AuditTokens({ filters, onChange }: Props) {
  const t = useTranslations('audit');
  const { kindWords } = useEntryWords();
  const { actor, subject, system, about, group, kind, request, ip, from, until } = filters;
  const named = {
    actor: actor && handle(actor),
    subject: subject && handle(subject),
    about: about && t('filters.one'),
    group: group && t(`groups.${group}`),
    kind: kind && kindWords(kind),
    request,
    ip,
    from,
    until,
  };
  const tokens = [
    ...typedKeys(named).flatMap((name) =>
      named[name] ? [{ name, label: `${t(`filters.${name}`)}: ${named[name]}` }] : [],
    ),
    ...(system ? [{ name: 'system' as const, label: t('filters.system') }] : []),
  ];
  if (tokens.length === 0) return null;
  return (
    <ul aria-label={t('filters.chosen')} className="flex flex-wrap gap-2">
      {tokens.map(({ name, label }) => (
        <li key={name} className="min-w-0">
          <Button
            size="sm"
            className="max-w-full"
            aria-label={t('filters.remove', { name: label })}
            onClick={() => onChange({ [name]: CLEAR[name] })}
          >
            <bdi className="truncate">{label}</bdi>
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
  );
}

function handle(text: string) {
  return `@${text.replace(/^@/, '')}`;
}

function typedKeys<Key extends string>(record: Record<Key, unknown>): Key[] {
  // A literal above: nothing else is among its keys.
  return Object.keys(record) as Key[];
}
