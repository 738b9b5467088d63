'use client';

import { AppWindow, LayoutDashboard } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Breadcrumbs } from '@/components/ui/breadcrumbs';

const PAGES = [
  { href: '/admin', name: 'overview', icon: LayoutDashboard },
  { href: '/admin/clients', name: 'clients', icon: AppWindow },
] as const;

/** The pages of the administration that one may open, with the current one marked. */
export function AdminNav({ mayManageClients }: { mayManageClients: boolean }) {
  const t = useTranslations('navigation');
  const path = usePathname();
  return (
    <nav aria-label={t('administration')} className="border-b p-2 md:w-52 md:border-e md:border-b-0 md:p-4">
      <ul className="flex flex-wrap gap-0.5 md:flex-col">
        {PAGES.filter(({ name }) => name !== 'clients' || mayManageClients).map((page) => (
          <li key={page.href}>
            <Link
              href={page.href}
              aria-current={path === page.href ? 'page' : undefined}
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
  const here = PAGES.find(({ href }) => href === path) ?? PAGES[0];
  const top = { label: t('administration'), href: '/admin' };
  return <Breadcrumbs label={t('administration')} items={[top, { label: t(here.name) }]} />;
}
