'use client';

import Link from 'next/link';
import { useTranslations } from 'next-intl';
import { isolate } from '@/components/isolate';
import { Badge } from '@/components/ui/badge';
import { Checkbox } from '@/components/ui/checkbox';
import { linkClasses } from '@/components/ui/plain-link';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { When } from '@/components/when';
import type { PersonSort } from '@/server/moderation/people-inputs';
import type { PersonRow } from '@/server/moderation/people-list';
import { StatusBadge } from './status-badge';

interface Props {
  people: PersonRow[];
  sort: PersonSort;
  /** What can be done with several: without it nobody is chosen. */
  choosing: boolean;
  seesSecurity: boolean;
  seesEmail: boolean;
  chosen: ReadonlySet<string>;
  onSort: (sort: PersonSort) => void;
  onChoose: (id: string) => void;
  onChooseAll: () => void;
}

/** On a phone each row is a card, with the names of the columns before what stands in them. */
const CARDS =
  'max-md:[&_table]:block max-md:[&_thead]:sr-only max-md:[&_tbody]:block max-md:[&_tbody_tr]:relative max-md:[&_tbody_tr]:block max-md:[&_tbody_tr]:border-b max-md:[&_tbody_tr]:px-4 max-md:[&_tbody_tr]:py-3 max-md:[&_tbody_tr:last-child]:border-b-0 max-md:[&_tbody_tr>*]:block max-md:[&_tbody_tr>*]:border-0 max-md:[&_tbody_tr>*]:px-0 max-md:[&_tbody_tr>*]:py-0.5 max-md:[&_tbody_tr>*]:text-start';

/** People as a table: who, how their account stands, and since when they are here. */
export function PeopleTable(props: Props) {
  const { people, sort, choosing, seesSecurity, seesEmail, chosen, onSort, onChoose, onChooseAll } = props;
  const t = useTranslations('people');
  const direction = (up: PersonSort, down: PersonSort) =>
    sort === up ? 'ascending' : sort === down ? 'descending' : 'none';
  return (
    <div className={CARDS}>
      <Table caption={t('title')}>
        <thead>
          <tr>
            {choosing && (
              <HeadCell className="relative w-0 pe-0">
                <Checkbox
                  label={<span className="sr-only">{t('chooseAll')}</span>}
                  checked={people.every(({ userId }) => chosen.has(userId))}
                  onChange={onChooseAll}
                />
              </HeadCell>
            )}
            <HeadCell
              sort={{
                direction: direction('handle', 'handleDown'),
                onSort: () => onSort(sort === 'handle' ? 'handleDown' : 'handle'),
              }}
            >
              {t('person')}
            </HeadCell>
            {seesEmail && <HeadCell>{t('email')}</HeadCell>}
            <HeadCell>{t('status')}</HeadCell>
            <HeadCell numeric>{t('openCases')}</HeadCell>
            <HeadCell
              sort={{
                direction: direction('oldest', 'newest'),
                onSort: () => onSort(sort === 'newest' ? 'oldest' : 'newest'),
              }}
            >
              {t('joined')}
            </HeadCell>
            {seesSecurity && <HeadCell>{t('lastSeen')}</HeadCell>}
          </tr>
        </thead>
        <tbody>
          {people.map((person) => {
            const { userId, handle, displayName, email, openCases, createdAt, lastSeenAt } = person;
            return (
              <Row
                key={userId}
                selected={chosen.has(userId)}
                data-row={userId}
                className="has-[a:focus-visible]:bg-surface-hover"
              >
                {choosing && (
                  <Cell className="relative w-0 pe-0 max-md:absolute! max-md:end-4 max-md:top-2 max-md:w-auto">
                    <Checkbox
                      label={
                        <span className="sr-only">{t('choose', { name: isolate(displayName), handle })}</span>
                      }
                      checked={chosen.has(userId)}
                      onChange={() => onChoose(userId)}
                    />
                  </Cell>
                )}
                <HeadCell scope="row" className="wrap-anywhere min-w-44 whitespace-normal max-md:pe-10!">
                  <Link
                    href={`/admin/users/${handle}`}
                    prefetch={false}
                    className={`${linkClasses} inline-flex min-h-6 items-center`}
                  >
                    <bdi>{displayName || handle}</bdi>
                  </Link>
                  <span className="block font-normal text-sm text-text-muted">@{handle}</span>
                </HeadCell>
                {seesEmail && <Cell className="wrap-anywhere">{email}</Cell>}
                <Cell>
                  <span className="flex flex-wrap gap-1">
                    <StatusBadge status={person.status} />
                    {person.isLimited && <Badge tone="warning">{t('flags.limited')}</Badge>}
                    {person.sanctions > 0 && <Badge tone="warning">{t('flags.sanctioned')}</Badge>}
                  </span>
                </Cell>
                <Cell numeric>
                  <span className="text-text-muted md:hidden">{t('openCases')}: </span>
                  {openCases}
                </Cell>
                <Cell className="whitespace-nowrap">
                  <span className="text-text-muted md:hidden">{t('joined')}: </span>
                  <When at={createdAt} />
                </Cell>
                {seesSecurity && (
                  <Cell className="whitespace-nowrap">
                    <span className="text-text-muted md:hidden">{t('lastSeen')}: </span>
                    {lastSeenAt ? <When at={lastSeenAt} /> : t('signedInNowhere')}
                  </Cell>
                )}
              </Row>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}
