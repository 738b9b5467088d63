import { ChevronRight } from 'lucide-react';
import { Link } from './link';

type Props = {
  /** Names the navigation. */
  label: string;
  /** From the top down; this page, where it is the last one, has no address. */
  items: ReadonlyArray<{ label: string; href?: string }>;
};

/** The way from the top to this page. */
export function Breadcrumbs({ label, items }: Props) {
  return (
    <nav aria-label={label}>
      <ol className="flex flex-wrap items-center gap-x-1 gap-y-0.5 text-sm text-text-muted">
        {items.map(({ label: name, href }, index) => (
          <li key={`${name} ${href}`} className="flex min-h-6 min-w-0 items-center gap-1">
            {index > 0 && <ChevronRight aria-hidden="true" className="size-3.5 shrink-0 rtl:-scale-x-100" />}
            {href === undefined ? (
              <span aria-current="page" className="truncate text-text">
                {name}
              </span>
            ) : (
              <Link
                href={href}
                className="flex min-h-6 items-center truncate rounded-sm transition-colors pointer-coarse:min-h-11 hover:text-text hover:underline"
              >
                {name}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
