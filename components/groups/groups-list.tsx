'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { SearchX, UsersRound, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { listKeys } from '@/components/admin/list-keys';
import { MorePeople } from '@/components/contacts/more-people';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NAME_LENGTH } from '@/server/groups/catalog';
import type { GroupList } from '@/server/groups/types';
import { GROUP_FILTERS, type GroupFilters, groupsInput } from './group-filters';
import { GroupsTable } from './groups-table';
import { useFurther } from './use-further';

interface Props {
  first: GroupList;
  filters: GroupFilters;
}

/** The groups that one sees as staff, with a search that stands in the address. */
export function GroupsList({ first, filters }: Props) {
  const t = useTranslations('groups');
  const [reading, startReading] = useTransition();
  const [wished, setFilters] = useQueryStates(GROUP_FILTERS, {
    shallow: false,
    history: 'push',
    startTransition: startReading,
  });
  const narrow = (q: string) => void setFilters({ q });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend.
    <div
      role="group"
      aria-label={t('title')}
      onKeyDown={listKeys({ select: () => undefined })}
      className="flex flex-col gap-4"
    >
      {/* biome-ignore lint/a11y/useSemanticElements: by its role it is known that nothing typed here is to be saved. */}
      <form
        role="search"
        className="max-w-100"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = new FormData(event.currentTarget).get('q');
          narrow(typeof typed === 'string' ? typed.trim() : '');
        }}
      >
        <Field label={t('search')}>
          <div className="flex gap-2">
            <Input
              key={wished.q}
              name="q"
              type="search"
              data-filter="q"
              dir="auto"
              defaultValue={wished.q}
              maxLength={NAME_LENGTH}
            />
            <Button type="submit" className="shrink-0">
              {t('find')}
            </Button>
          </div>
        </Field>
      </form>
      {wished.q && (
        <p>
          <Button
            size="sm"
            className="max-w-full"
            aria-label={t('clearNamed', { text: wished.q })}
            onClick={() => narrow('')}
          >
            <bdi className="truncate">{wished.q}</bdi>
            <X aria-hidden="true" />
          </Button>
        </p>
      )}
      <div aria-busy={reading} className={reading ? 'opacity-60' : undefined}>
        {/* Of another search nothing was loaded further. */}
        <Found key={filters.q} first={first} filters={filters} />
      </div>
      <p className="text-sm text-text-muted pointer-coarse:hidden">{t('keys')}</p>
    </div>
  );
}

function Found({ first, filters }: Props) {
  const t = useTranslations('groups');
  const { rows, ...pages } = useFurther({
    first: { rows: first.groups, next: first.next },
    idOf: ({ groupId }) => groupId,
    load: async (trpc, after) => {
      const page = await trpc.groups.list.query({ ...groupsInput(filters), after });
      return { rows: page.groups, next: page.next };
    },
  });
  const state = pages.hasMore ? 'notYet' : filters.q ? 'nobody' : 'none';
  return (
    <div>
      {rows.length > 0 ? (
        <GroupsTable groups={rows} />
      ) : (
        <div className="rounded-lg border bg-surface p-4">
          <EmptyState
            icon={filters.q ? <SearchX /> : <UsersRound />}
            title={t(`${state}.title`)}
            text={t(`${state}.text`)}
          />
        </div>
      )}
      <MorePeople pages={{ people: rows, ...pages }} list={t('title')} />
    </div>
  );
}
