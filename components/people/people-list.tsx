'use client';

/* oxlint-disable jsx-a11y/no-noninteractive-element-interactions -- the keys of a list are those of whatever has the focus in it */

import { SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useState, useTransition } from 'react';
import { listKeys } from '@/components/admin/list-keys';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { PeoplePage } from '@/server/moderation/people-list';
import type { PeoplePlaces } from '@/server/moderation/people-places';
import type { Permission } from '@/server/roles/permissions';
import { EndSessionsDialog } from './end-sessions-dialog';
import { PeopleExport } from './people-export';
import { PEOPLE_FILTERS, type PeopleFilters, peopleInput } from './people-filters';
import { PeopleTable } from './people-table';
import { PeopleTokens } from './people-tokens';
import { useEndSessions } from './use-end-sessions';
import { usePeople } from './use-people';

interface Props {
  places: PeoplePlaces;
  first: PeoplePage;
  filters: PeopleFilters;
  permissions: readonly Permission[];
}

/** People a call takes at once. */
const AT_ONCE = 100;

/** Everybody whom one reaches, with what narrows it; what is chosen there stands in the address. */
export function PeopleList({ first, places, filters, permissions }: Props) {
  const t = useTranslations('people');
  const errors = useTranslations('errors');
  const words = useRefusalWords();
  const [reading, startReading] = useTransition();
  const [wished, setFilters] = useQueryStates(PEOPLE_FILTERS, {
    shallow: false,
    history: 'push',
    startTransition: startReading,
  });
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const { people, hasMore, loading, refusal, loadMore } = usePeople({ first, filters });
  const { end, ending } = useEndSessions();
  const choosing = permissions.includes('person.endSessions');
  const seesSecurity = permissions.includes('person.viewSecurity');
  const seesEmail = permissions.includes('person.viewEmail');
  const still = people.flatMap(({ userId }) => (chosen.has(userId) ? [userId] : [])).slice(0, AT_ONCE);

  const narrow = (wish: Partial<PeopleFilters>) => {
    setChosen(new Set());
    void setFilters(wish);
  };
  const choose = (id: string) =>
    setChosen((now) => new Set(now.has(id) ? [...now].filter((one) => one !== id) : [...now, id]));
  const chooseAll = () =>
    setChosen(
      people.every(({ userId }) => chosen.has(userId))
        ? new Set()
        : new Set(people.slice(0, AT_ONCE).map(({ userId }) => userId)),
    );

  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend.
    <div
      role="group"
      aria-label={t('title')}
      onKeyDown={listKeys({ select: (id) => choosing && choose(id) })}
      className="flex flex-col gap-4"
    >
      <PeopleTokens
        places={places}
        filters={wished}
        seesSecurity={seesSecurity}
        seesEmail={seesEmail}
        onChange={narrow}
      />
      {permissions.includes('person.view') && (
        <div className="flex justify-end">
          <PeopleExport filter={peopleInput(filters)} />
        </div>
      )}
      {first.isCut && <Banner tone="warning">{t('cut')}</Banner>}
      <div aria-busy={reading} className={reading ? 'opacity-60' : undefined}>
        {people.length > 0 ? (
          <PeopleTable
            people={people}
            sort={wished.sort}
            choosing={choosing}
            seesSecurity={seesSecurity}
            seesEmail={seesEmail}
            chosen={chosen}
            onSort={(sort) => narrow({ sort })}
            onChoose={choose}
            onChooseAll={chooseAll}
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
      {refusal && (
        <ErrorState title={words(refusal)} retryLabel={errors('retry')} onRetry={() => void loadMore()} />
      )}
      {hasMore && !refusal && (
        <div className="flex justify-center">
          <Button loading={loading} onClick={() => void loadMore()}>
            {t('more')}
          </Button>
        </div>
      )}
      {still.length > 0 && (
        <section
          aria-label={t('bulk')}
          className="sticky bottom-4 z-20 flex flex-wrap items-center gap-2 rounded-lg border bg-surface-raised p-3 shadow-overlay"
        >
          <p role="status" className="me-auto font-medium text-md">
            {t('chosen', { count: still.length })}
          </p>
          <Button size="sm" loading={ending} onClick={() => setAsking(true)}>
            {t('end')}
          </Button>
          <Button size="sm" variant="ghost" onClick={() => setChosen(new Set())}>
            {t('chooseNone')}
          </Button>
        </section>
      )}
      <p className="text-sm text-text-muted pointer-coarse:hidden">{t('keys')}</p>
      <EndSessionsDialog
        open={asking}
        count={still.length}
        loading={ending}
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          if (await end(still)) setChosen(new Set());
          setAsking(false);
        }}
      />
    </div>
  );
}
