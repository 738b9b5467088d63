'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '@/components/ui/avatar';
import { Menu } from '@/components/ui/menu';

const choices = [
  { value: 'system', label: 'System', icon: <Monitor aria-hidden="true" /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden="true" /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden="true" /> },
];

/** The account menu with its theme. */
export function ThemeSamples() {
  const [theme, setTheme] = useState('system');
  return (
    <Menu
      label="Account menu"
      triggerVariant="ghost"
      triggerSize="icon"
      trigger={<Avatar id="m-1" name="Maya Okafor" size="sm" />}
      entries={[
        {
          kind: 'heading',
          text: (
            <>
              <span className="block truncate font-medium">Maya Okafor</span>
              <span className="block truncate text-sm text-text-muted">member@example.test</span>
            </>
          ),
        },
        { kind: 'separator' },
        { kind: 'link', label: 'Settings', href: '/settings/profile' },
        { kind: 'action', label: 'Keyboard shortcuts', onSelect: () => undefined },
        { kind: 'separator' },
        { kind: 'radio', label: 'Theme', value: theme, onValueChange: choose, choices },
        { kind: 'separator' },
        { kind: 'action', label: 'Sign out', onSelect: () => undefined },
        { kind: 'action', label: 'Delete account', tone: 'danger', onSelect: () => undefined },
        { kind: 'action', label: 'Not possible now', disabled: true, onSelect: () => undefined },
      ]}
    />
  );

  function choose(value: string) {
    setTheme(value);
    if (value === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = value;
  }
}
