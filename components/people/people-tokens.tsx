'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useRoleName } from '@/components/roles/role-mark';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NativeSelect } from '@/components/ui/native-select';
import { OF_SECURITY, PERSON_FLAGS, PERSON_STATES } from '@/server/moderation/people-inputs';
import type { PeoplePlaces } from '@/server/moderation/people-places';
import type { PeopleFilters } from './people-filters';

const CLEAR = { q: '', state: null, role: null, group: null, from: null, until: null, flags: [] };

interface Props {
  places: PeoplePlaces;
  filters: PeopleFilters;
  seesSecurity: boolean;
  seesEmail: boolean;
  onChange: (change: Partial<PeopleFilters>) => void;
}

/** What the list is narrowed by: a search and lists, and a token for each that is chosen, which takes it away. */
export function PeopleTokens({ filters, places, seesSecurity, seesEmail, onChange }: Props) {
  const t = useTranslations('people');
  const cases = useTranslations('cases');
  const { q, state, role, group, from, until, flags } = filters;
  const nameOf = useRoleName();
  const roles = places.roles.map((one) => ({ value: one.id, label: nameOf(one) }));
  const groups = places.groups.map(({ id, name }) => ({ value: id, label: name }));
  // One that is not offered, by an address from elsewhere.
  const called = (list: { value: string; label: string }[], id: string) =>
    list.find(({ value }) => value === id)?.label ?? '…';
  const offered = PERSON_FLAGS.filter((flag) => seesSecurity || !OF_SECURITY.includes(flag));
  const tokens: { id: string; label: string; without: Partial<PeopleFilters> }[] = [
    ...(q ? [{ id: 'q', label: t('tokens.text', { text: q }), without: { q: '' } }] : []),
    ...(state ? [{ id: 'state', label: cases(`statuses.${state}`), without: { state: null } }] : []),
    ...(role
      ? [{ id: 'role', label: t('tokens.role', { name: called(roles, role) }), without: { role: null } }]
      : []),
    ...(group
      ? [{ id: 'group', label: t('tokens.group', { name: called(groups, group) }), without: { group: null } }]
      : []),
    ...(from ? [{ id: 'from', label: t('tokens.from', { day: from }), without: { from: null } }] : []),
    ...(until ? [{ id: 'until', label: t('tokens.until', { day: until }), without: { until: null } }] : []),
    ...flags.map((flag) => ({
      id: flag,
      label: t(`flags.${flag}`),
      without: { flags: flags.filter((one) => one !== flag) },
    })),
  ];
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-1 items-end gap-3 min-[360px]:grid-cols-2 lg:grid-cols-4">
        <form
          className="min-[360px]:col-span-2 lg:col-span-1"
          onSubmit={(event) => {
            event.preventDefault();
            const typed = new FormData(event.currentTarget).get('q');
            onChange({ q: typeof typed === 'string' ? typed.trim() : '' });
          }}
        >
          <Field label={t(seesEmail ? 'searchWithEmail' : 'search')}>
            <Input key={q} name="q" type="search" data-filter="q" defaultValue={q} maxLength={100} />
          </Field>
        </form>
        <Field label={t('status')}>
          <NativeSelect
            value={state ?? ''}
            onChange={({ target }) =>
              onChange({ state: PERSON_STATES.find((one) => one === target.value) ?? null })
            }
            options={[
              { value: '', label: cases('filters.any') },
              ...PERSON_STATES.map((value) => ({ value, label: cases(`statuses.${value}`) })),
            ]}
          />
        </Field>
        <Field label={t('flag')}>
          <NativeSelect
            value=""
            onChange={({ target }) => {
              const flag = PERSON_FLAGS.find((one) => one === target.value);
              if (flag) onChange({ flags: [...flags, flag] });
            }}
            options={[
              { value: '', label: t('chooseFlag') },
              ...offered
                .filter((flag) => !flags.includes(flag))
                .map((value) => ({ value, label: t(`flags.${value}`) })),
            ]}
          />
        </Field>
        <Field label={t('inRole')}>
          <NativeSelect
            value={role ?? ''}
            onChange={({ target }) => onChange({ role: target.value || null })}
            options={[{ value: '', label: cases('filters.any') }, ...roles]}
          />
        </Field>
        <Field label={t('inGroup')}>
          <NativeSelect
            value={group ?? ''}
            onChange={({ target }) => onChange({ group: target.value || null })}
            options={[{ value: '', label: cases('filters.any') }, ...groups]}
          />
        </Field>
        <Field label={t('from')}>
          <Input
            type="date"
            value={from ?? ''}
            onChange={({ target }) => onChange({ from: target.value || null })}
          />
        </Field>
        <Field label={t('until')}>
          <Input
            type="date"
            value={until ?? ''}
            onChange={({ target }) => onChange({ until: target.value || null })}
          />
        </Field>
      </div>
      {tokens.length > 0 && (
        <ul aria-label={cases('filters.chosen')} className="flex flex-wrap gap-2">
          {tokens.map(({ id, label, without }) => (
            <li key={id} className="min-w-0">
              <Button
                size="sm"
                className="max-w-full"
                aria-label={cases('filters.remove', { name: label })}
                onClick={() => onChange(without)}
              >
                <bdi className="truncate">{label}</bdi>
                <X aria-hidden="true" />
              </Button>
            </li>
          ))}
          <li>
            <Button size="sm" variant="ghost" onClick={() => onChange(CLEAR)}>
              {cases('filters.clear')}
            </Button>
          </li>
        </ul>
      )}
    </div>
  );
}
