import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn';

type TableProps = {
  /** Says what the table lists; also names the region that scrolls sideways. */
  caption: string;
  captionHidden?: boolean | undefined;
  /** Keeps the head in sight: the table then scrolls in itself and is at most this high (a class, e.g. `max-h-96`). */
  stickyHead?: string | undefined;
  /** Of a table whose rows are not all there: how many there are with the head, -1 where nobody knows. */
  rowCount?: number | undefined;
  children: ReactNode;
};

/** Of what is around a table: on a phone each row is a card, with the names of the columns before what stands in them. */
export const CARDS_ON_PHONE =
  'max-md:[&_table]:block max-md:[&_thead]:sr-only max-md:[&_tbody]:block max-md:[&_tbody_tr]:relative max-md:[&_tbody_tr]:block max-md:[&_tbody_tr]:border-b max-md:[&_tbody_tr]:px-4 max-md:[&_tbody_tr]:py-3 max-md:[&_tbody_tr:last-child]:border-b-0 max-md:[&_tbody_tr>*]:block max-md:[&_tbody_tr>*]:border-0 max-md:[&_tbody_tr>*]:px-0 max-md:[&_tbody_tr>*]:py-0.5 max-md:[&_tbody_tr>*]:text-start';

/** A plain table in a region that scrolls by itself when the table is wider than the page. */
export function Table({ caption, captionHidden = true, stickyHead, rowCount, children }: TableProps) {
  return (
    <section
      aria-label={caption}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: or nobody without a pointer could scroll it.
      tabIndex={0}
      className={cn(
        'overflow-x-auto rounded-lg border bg-surface print:overflow-visible',
        stickyHead && 'overflow-y-auto print:max-h-none',
        stickyHead,
      )}
    >
      <table
        aria-rowcount={rowCount}
        className={cn(
          'w-full border-separate border-spacing-0 text-start text-md',
          stickyHead && '[&_thead_th]:sticky [&_thead_th]:top-0 [&_thead_th]:z-10',
        )}
      >
        <caption className={captionHidden ? 'sr-only' : 'px-4 py-3 text-start font-medium'}>
          {caption}
        </caption>
        {children}
      </table>
    </section>
  );
}

type Sort = { direction: 'ascending' | 'descending' | 'none'; onSort: () => void };

type HeadCellProps = ComponentProps<'th'> & { numeric?: boolean; sort?: Sort };

/** The head of a column, or of a row with `scope="row"`; with `sort` it is a button that orders by it. */
export function HeadCell({ numeric, sort, className, children, ...props }: HeadCellProps) {
  const row = props.scope === 'row';
  return (
    <th
      scope="col"
      aria-sort={sort?.direction}
      {...props}
      className={cn(
        'whitespace-nowrap border-b px-4 text-start',
        row ? 'py-2.5 font-medium' : 'h-9 bg-surface-sunken font-medium text-sm text-text-muted',
        numeric && 'text-end',
        className,
      )}
    >
      {sort ? <SortButton sort={sort}>{children}</SortButton> : children}
    </th>
  );
}

/** A cell; `numeric` sets figures of one width at the end of the cell. */
export function Cell({ numeric, className, ...props }: ComponentProps<'td'> & { numeric?: boolean }) {
  return (
    <td
      {...props}
      className={cn('border-b px-4 py-2.5 align-middle', numeric && 'tabular text-end', className)}
    />
  );
}

/** A row; `selected` tints it, the checkbox in it says so to everybody. */
export function Row({ selected, className, ...props }: ComponentProps<'tr'> & { selected?: boolean }) {
  return (
    <tr
      {...props}
      className={cn(
        'last:[&>*]:border-b-0 [tbody>&]:hover:bg-surface-hover/60',
        selected && 'bg-surface-hover',
        className,
      )}
    />
  );
}

const sortIcons = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown };

function SortButton({ sort: { direction, onSort }, children }: { sort: Sort; children: ReactNode }) {
  const Icon = sortIcons[direction];
  return (
    <button
      type="button"
      onClick={onSort}
      className="-mx-2 inline-flex min-h-7 cursor-pointer items-center gap-1 rounded-sm px-2 transition-colors pointer-coarse:min-h-11 hover:text-text"
    >
      {children}
      <Icon aria-hidden="true" className={cn('size-3.5', direction !== 'none' && 'text-text')} />
    </button>
  );
}
