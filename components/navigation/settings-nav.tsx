'use client';

import { usePathname } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { Link } from '@/components/ui/link';
import type { SettingsIcons } from './settings-icons';
import { SETTINGS_GROUPS } from './settings-pages';

/** The pages of the settings by group, with the current one marked. */
export function SettingsNav({ icons, onNavigate }: { icons: SettingsIcons; onNavigate?: () => void }) {
  const t = useTranslations('navigation');
  const path = usePathname();
  return (
    <nav aria-label={t('settings')} className="flex flex-col gap-6">
      {SETTINGS_GROUPS.map(({ name, pages }) => (
        <div key={name}>
          <p className="mb-1 px-3 font-medium text-sm text-text-muted">{t(name)}</p>
          <ul className="flex flex-col gap-0.5">
            {pages.map((page) => (
              <li key={page.href}>
                <Link
                  href={page.href}
                  aria-current={path === page.href ? 'page' : undefined}
                  {...(onNavigate && { onClick: onNavigate })}
                  className="flex min-h-9 items-center gap-2.5 rounded-md px-3 text-md text-text-muted transition-colors hover:bg-surface-hover hover:text-text aria-[current=page]:bg-surface-hover aria-[current=page]:font-medium aria-[current=page]:text-text pointer-coarse:min-h-11"
                >
                  <span aria-hidden="true" className="shrink-0 [&_svg]:size-4">
                    {icons[page.name]}
                  </span>
                  {t(page.name)}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
