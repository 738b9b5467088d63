'use client';

import { LogOut, Settings, ShieldCheck, UserRound } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { PersonAvatar } from '@/components/photo/person-avatar';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { chooseTheme, chosenTheme, isTheme, type Theme } from './theme';
import { useSignOut } from './use-sign-out';
import type { ViewerFacts } from './viewer-facts';

/** One's own menu: profile, administration for staff, theme, sign out. */
export function AccountMenu({ me }: { me: ViewerFacts }) {
  const t = useTranslations('navigation');
  const [theme, setTheme] = useState<Theme>();
  const signOut = useSignOut();
  const isStaff = me.permissions.includes('dashboard.view');

  const entries: MenuEntry[] = [
    {
      kind: 'heading',
      text: (
        <>
          <bdi className="block truncate font-medium text-text">{me.displayName}</bdi>
          <span className="block truncate">{me.email}</span>
        </>
      ),
    },
    { kind: 'separator' },
    { kind: 'link', label: t('viewProfile'), href: `/u/${me.handle}`, icon: <UserRound /> },
    { kind: 'link', label: t('settings'), href: '/settings/profile', icon: <Settings /> },
    ...(isStaff
      ? [
          {
            kind: 'link',
            label: t('administration'),
            href: '/admin',
            icon: <ShieldCheck />,
          } satisfies MenuEntry,
        ]
      : []),
    { kind: 'separator' },
    {
      kind: 'radio',
      label: t('theme'),
      value: theme ?? (typeof document === 'undefined' ? 'system' : chosenTheme()),
      onValueChange: (value) => {
        if (!isTheme(value)) return;
        chooseTheme(value);
        setTheme(value);
      },
      choices: [
        { value: 'system', label: t('themeSystem') },
        { value: 'light', label: t('themeLight') },
        { value: 'dark', label: t('themeDark') },
      ],
    },
    { kind: 'separator' },
    { kind: 'action', label: t('signOut'), onSelect: signOut, icon: <LogOut /> },
  ];
  return (
    <Menu
      label={t('accountMenu', { name: me.displayName })}
      triggerSize="icon"
      trigger={<PersonAvatar id={me.userId} name={me.displayName} photoId={me.photoId} size="sm" />}
      entries={entries}
    />
  );
}
