'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Breadcrumbs } from '@/components/ui/breadcrumbs';
import { Link } from '@/components/ui/link';
import { pageAt, pagesFor, type StaffFacts } from './admin-pages';

/** The pages of the administration that one may open, with the current one marked. */
export function AdminNav({ permissions, moderatesOnly }: StaffFacts) {
  const t = useTranslations('navigation');
  const here = pageAt(usePathname());
  return (
    <nav aria-label={t('administration')} className="border-b p-2 md:w-52 md:border-e md:border-b-0 md:p-4">
      <ul className="flex flex-wrap gap-0.5 md:flex-col">
        {pagesFor({ permissions, moderatesOnly }).map((page) => (
          <li key={page.href}>
            <Link
              href={page.href}
              aria-current={page === here ? 'page' : undefined}
              className="flex min-h-8 items-center gap-2.5 rounded-md px-2.5 text-sm hover:bg-surface-hover aria-[current=page]:bg-surface-hover aria-[current=page]:font-medium pointer-coarse:min-h-11"
            >
              <page.icon aria-hidden="true" className="size-4 shrink-0" />
              {t(page.name)}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The way from the top of the administration to this page. */
export function AdminBreadcrumbs() {
  const t = useTranslations('navigation');
  const path = usePathname();
  const here = pageAt(path);
  const top = { label: t('administration'), href: '/admin' };
  if (!here) return <Breadcrumbs label={t('administration')} items={[top]} />;
  // The page of a single thing has its own heading; the way back is to the list.
  const page = { label: t(here.name), ...(path !== here.href && { href: here.href }) };
  return <Breadcrumbs label={t('administration')} items={[top, page]} />;
}
