'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { Download, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { type FocusEvent, useRef, useState, useTransition } from 'react';
import { flushSync } from 'react-dom';
import { listKeys } from '@/components/admin/list-keys';
import { useChoice } from '@/components/admin/use-choice';
import { MoreLines } from '@/components/settings/more-lines';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { PeoplePage } from '@/server/moderation/people-pages';
import type { PeoplePlaces } from '@/server/moderation/people-places';
import { PEOPLE_AT_ONCE } from '@/server/moderation/rules';
import type { Permission } from '@/server/roles/permissions';
import { ColumnsMenu } from './columns-menu';
import { PeopleActDialog } from './people-act-dialog';
import { type PeopleAction, PeopleBulk } from './people-bulk';
import { offeredColumns, shownColumns } from './people-columns';
import { PEOPLE_FILTERS, type PeopleFilters, peopleInput } from './people-filters';
import { PeopleRoleDialog } from './people-role-dialog';
import { PeopleSessionsDialog } from './people-sessions-dialog';
import { PeopleTable } from './people-table';
import { PeopleTokens } from './people-tokens';
import { OutcomeBanner } from './refused-people';
import { usePeople } from './use-people';
import { usePeopleBulk } from './use-people-bulk';
import { usePeopleExport } from './use-people-export';

interface Props {
  places: PeoplePlaces;
  first: PeoplePage;
  filters: PeopleFilters;
  permissions: readonly Permission[];
  /** Everything that they do as staff is about the people of groups. */
  moderatesOnly: boolean;
}

/** Everybody whom one reaches, with what narrows it; what is chosen there stands in the address. */
export function PeopleList({ first, places, filters, permissions, moderatesOnly }: Props) {
  const t = useTranslations('people');
  const [reading, startReading] = useTransition();
  const [wished, setFilters] = useQueryStates(PEOPLE_FILTERS, {
    shallow: false,
    history: 'push',
    startTransition: startReading,
  });
  const list = useRef<HTMLDivElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState<string>();
  const { people: found, hasMore, loading, refusal, loadMore } = usePeople({ first, filters });
  const ids = found.map(({ userId }) => userId);
  const choice = useChoice({ ids, most: PEOPLE_AT_ONCE });
  const bulk = usePeopleBulk({ people: found, onDone: choice.clear });
  const { asking, download } = usePeopleExport();
  // What was just read again is right by itself.
  const fresh = new Set(first.people.map(({ userId }) => userId));
  const people = found.map((person) => (fresh.has(person.userId) ? person : bulk.asDone(person)));
  const offered = offeredColumns(permissions);
  const columns = shownColumns(offered, wished.columns);
  const may = mayDo(permissions, moderatesOnly);

  // What was pressed goes with what it did.
  function after(act: () => void) {
    act();
    list.current?.focus({ preventScroll: true });
  }

  const narrow = (wish: Partial<PeopleFilters>) => {
    choice.clear();
    bulk.forget();
    void setFilters(wish);
  };

  /** To the next row, also where it is not there yet. */
  function move(from: string | undefined, step: 1 | -1) {
    const at = from === undefined ? (step === 1 ? -1 : ids.length) : ids.indexOf(from);
    const id = ids[at + step];
    if (id === undefined) return;
    flushSync(() => setHeld(id));
    list.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"] a`)?.focus();
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend.
    <div
      ref={list}
      role="group"
      aria-label={t('title')}
      tabIndex={-1}
      onFocus={({ target }: FocusEvent) => setHeld(target.closest<HTMLElement>('[data-row]')?.dataset.row)}
      onKeyDown={(event) => listKeys({ select: choice.choose, move })(event)}
      className="flex flex-col gap-4 outline-none"
    >
      <PeopleTokens
        places={places}
        filters={wished}
        seesSecurity={permissions.includes('person.viewSecurity')}
        seesEmail={permissions.includes('person.viewEmail')}
        onChange={narrow}
      />
      <div className="flex flex-wrap justify-end gap-2">
        <ColumnsMenu
          offered={offered}
          shown={columns}
          onChange={(wish) => void setFilters({ columns: wish }, { shallow: true, history: 'replace' })}
        />
        {may.export && (
          <Button
            size="sm"
            loading={asking}
            title={t('exportNote')}
            onClick={() => download({ ...peopleInput(filters), columns })}
          >
            <Download aria-hidden="true" />
            {t('export')}
          </Button>
        )}
      </div>
      {first.isCut && <Banner tone="warning">{t('cut')}</Banner>}
      {bulk.outcome && (
        <div ref={outcome}>
          <OutcomeBanner outcome={bulk.outcome} onClose={() => after(bulk.forget)} />
        </div>
      )}
      <div aria-busy={reading} className={reading ? 'opacity-60' : undefined}>
        {people.length > 0 ? (
          <PeopleTable
            people={people}
            hasMore={hasMore}
            columns={columns}
            sort={wished.sort}
            chosen={choice.chosen}
            held={held}
            onSort={(sort) => narrow({ sort })}
            onChoose={choice.choose}
            onChooseAll={choice.chooseAll}
          />
        ) : (
          <div className="rounded-lg border bg-surface p-4">
            <EmptyState
              icon={<SearchX />}
              title={t(hasMore ? 'notYet.title' : 'nobody.title')}
              text={t(hasMore ? 'notYet.text' : 'nobody.text')}
            />
          </div>
        )}
      </div>
      {loading && <SkeletonRows label={t('loading')} />}
      <MoreLines list={{ hasMore, loading, refusal, loadMore }} label={t('more')} />
      {choice.ids.length > 0 && (
        <PeopleBulk
          count={choice.ids.length}
          may={may}
          busy={asking}
          onDo={(action) =>
            bulk.begin(
              action,
              people.filter(({ userId }) => choice.chosen.has(userId)),
            )
          }
          onExport={() => download({ ids: choice.ids, sort: filters.sort, columns })}
          onClear={() => after(choice.clear)}
        />
      )}
      <p className="text-sm text-text-muted pointer-coarse:hidden">{t('keys')}</p>
      <Windows
        bulk={bulk}
        roles={places.roles}
        finalFocus={() => outcome.current?.querySelector('button') ?? null}
      />
    </div>
  );
}

interface WindowsProps {
  bulk: ReturnType<typeof usePeopleBulk>;
  roles: PeoplePlaces['roles'];
  finalFocus: () => HTMLElement | null;
}

function Windows({ bulk: { doing, open, acted, tell, stop }, roles, finalFocus }: WindowsProps) {
  const action = doing?.action;
  const isOpen = (...actions: PeopleAction[]) => open && action !== undefined && actions.includes(action);
  const shared = { people: doing?.people ?? [], onClose: stop, finalFocus };
  return (
    <>
      <PeopleActDialog
        {...shared}
        open={isOpen('limit', 'suspension')}
        kind={action === 'limit' ? action : 'suspension'}
        onDone={acted}
      />
      <PeopleSessionsDialog
        {...shared}
        open={isOpen('sessions')}
        onDone={(done, refused) => tell('sessions', done, refused)}
      />
      <PeopleRoleDialog
        {...shared}
        roles={roles}
        open={isOpen('role')}
        onDone={(done, refused) => tell('role', done, refused)}
      />
    </>
  );
}

/** What somebody can do with several people; for each of them it is asked again. */
function mayDo(permissions: readonly Permission[], moderatesOnly: boolean) {
  const holds = (permission: Permission) => permissions.includes(permission);
  return {
    limit: moderatesOnly || (holds('report.handle') && holds('person.limit')),
    suspension: moderatesOnly || (holds('report.handle') && holds('person.suspend')),
    sessions: holds('person.endSessions'),
    role: holds('roles.assign'),
    export: holds('person.view'),
  };
}
