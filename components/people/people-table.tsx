'use client';

import { useTranslations } from 'next-intl';
import { useLayoutEffect, useRef, useState } from 'react';
import { withShift } from '@/components/admin/use-choice';
import { isolate } from '@/components/isolate';
import { Checkbox } from '@/components/ui/checkbox';
import { Link } from '@/components/ui/link';
import { linkClasses } from '@/components/ui/plain-link';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import type { PersonColumn, PersonSort } from '@/server/moderation/people-inputs';
import type { PersonRow } from '@/server/moderation/people-list';
import { PersonCells } from './person-cells';
import { useRowWindow } from './use-row-window';

interface Props {
  people: PersonRow[];
  hasMore: boolean;
  columns: PersonColumn[];
  sort: PersonSort;
  chosen: ReadonlySet<string>;
  /** The id of the row with the focus. */
  held: string | undefined;
  onSort: (sort: PersonSort) => void;
  /** @param upTo with those between it and the one before */
  onChoose: (id: string, upTo: boolean) => void;
  onChooseAll: () => void;
}

/** On a phone each row is a card, with the names of the columns before what stands in them. */
const CARDS =
  'max-md:[&_table]:block max-md:[&_thead]:sr-only max-md:[&_tbody]:block max-md:[&_[data-row]]:relative max-md:[&_[data-row]]:block max-md:[&_[data-row]]:border-b max-md:[&_[data-row]]:px-4 max-md:[&_[data-row]]:py-3 max-md:[&_[data-row]:last-child]:border-b-0 max-md:[&_[data-row]>*]:block max-md:[&_[data-row]>*]:border-0 max-md:[&_[data-row]>*]:px-0 max-md:[&_[data-row]>*]:py-0.5 max-md:[&_[data-row]>*]:text-start max-md:[&_[data-gap]]:block';

/** People as a table: who, and what of them is chosen to be shown. Of a long one the rows around what is looked at are there. */
export function PeopleTable(props: Props) {
  const { people, hasMore, columns, chosen, held } = props;
  const t = useTranslations('people');
  const ids = people.map(({ userId }) => userId);
  const { body, parts, isWindowed, measure } = useRowWindow({ ids, held });
  const { head, widths } = useKeptWidths(isWindowed, columns.join());
  return (
    <div className={`${CARDS} ${isWindowed ? 'md:[&_table]:table-fixed' : ''}`}>
      <Table caption={t('title')} rowCount={isWindowed ? (hasMore ? -1 : people.length + 1) : undefined}>
        {widths && (
          <colgroup>
            {widths.map((width, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a column has nothing else.
              <col key={at} style={{ width }} />
            ))}
          </colgroup>
        )}
        <thead ref={head}>
          <Heads {...props} />
        </thead>
        <tbody ref={body}>
          {parts.map((part) => {
            if (part.kind === 'gap')
              return (
                // biome-ignore lint/a11y/noAriaHiddenOnFocusable: no row takes the focus.
                <tr key={`gap-${part.before}`} data-gap="" aria-hidden="true" style={{ height: part.height }}>
                  {/* oxlint-disable-next-line jsx-a11y/control-has-associated-label -- it is none, and empty */}
                  <td colSpan={columns.length + 2} className="p-0" />
                </tr>
              );
            const person = people[part.index];
            return (
              person && (
                <PersonLine
                  key={person.userId}
                  person={person}
                  index={part.index}
                  isWindowed={isWindowed}
                  columns={columns}
                  selected={chosen.has(person.userId)}
                  measure={measure}
                  onChoose={props.onChoose}
                />
              )
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}

function Heads({ people, columns, sort, chosen, onSort, onChooseAll }: Props) {
  const t = useTranslations('people');
  const direction = (up: PersonSort, down: PersonSort) =>
    sort === up ? 'ascending' : sort === down ? 'descending' : 'none';
  const byJoining = {
    direction: direction('oldest', 'newest'),
    onSort: () => onSort(sort === 'newest' ? 'oldest' : 'newest'),
  } as const;
  return (
    <tr aria-rowindex={1}>
      <HeadCell className="relative w-0 pe-0">
        <Checkbox
          label={<span className="sr-only">{t('chooseAll')}</span>}
          checked={chosen.size > 0 && people.every(({ userId }) => chosen.has(userId))}
          onChange={onChooseAll}
        />
      </HeadCell>
      <HeadCell
        sort={{
          direction: direction('handle', 'handleDown'),
          onSort: () => onSort(sort === 'handle' ? 'handleDown' : 'handle'),
        }}
      >
        {t('person')}
      </HeadCell>
      {columns.map((column) => (
        <HeadCell
          key={column}
          numeric={column === 'openCases' || column === 'sanctions'}
          {...(column === 'joined' && { sort: byJoining })}
        >
          {t(column)}
        </HeadCell>
      ))}
    </tr>
  );
}

interface LineProps {
  person: PersonRow;
  index: number;
  isWindowed: boolean;
  columns: PersonColumn[];
  selected: boolean;
  measure: (element: HTMLTableRowElement | null) => void;
  onChoose: Props['onChoose'];
}

function PersonLine({ person, index, isWindowed, columns, selected, measure, onChoose }: LineProps) {
  const t = useTranslations('people');
  const { userId, handle, displayName } = person;
  return (
    <Row
      ref={measure}
      selected={selected}
      data-row={userId}
      data-index={index}
      // The head is the first.
      aria-rowindex={isWindowed ? index + 2 : undefined}
      className="has-[a:focus-visible]:bg-surface-hover"
    >
      <Cell className="relative w-0 pe-0 max-md:absolute! max-md:end-4 max-md:top-2 max-md:w-auto">
        <Checkbox
          label={<span className="sr-only">{t('choose', { name: isolate(displayName), handle })}</span>}
          checked={selected}
          onChange={(event) => onChoose(userId, withShift(event))}
        />
      </Cell>
      <HeadCell scope="row" className="wrap-anywhere min-w-44 whitespace-normal! max-md:pe-10!">
        <Link
          href={`/admin/users/${handle}`}
          prefetch={false}
          // What is done with several stands over the end of the page.
          className={`${linkClasses} inline-flex min-h-6 scroll-mb-28 items-center`}
        >
          <bdi>{displayName || handle}</bdi>
        </Link>
        <span className="block font-normal text-sm text-text-muted">@{handle}</span>
      </HeadCell>
      <PersonCells person={person} columns={columns} />
    </Row>
  );
}

/** How wide the columns are as long as rows come and go, so that none of them moves: as they were right before. */
function useKeptWidths(isWindowed: boolean, columns: string) {
  const head = useRef<HTMLTableSectionElement>(null);
  const [kept, setKept] = useState<{ columns: string; widths: number[] }>();
  useLayoutEffect(() => {
    // Where rows are cards there are no columns.
    if (!isWindowed || !head.current || !window.matchMedia('(width >= 48rem)').matches) return;
    const cells = [...head.current.querySelectorAll('th')];
    setKept({ columns, widths: cells.map((cell) => cell.getBoundingClientRect().width) });
  }, [isWindowed, columns]);
  return { head, widths: isWindowed && kept?.columns === columns ? kept.widths : undefined };
}
