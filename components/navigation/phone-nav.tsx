'use client';

import { Menu as MenuIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Sheet } from '@/components/ui/sheet';
import type { SettingsIcons } from './settings-icons';
import { SettingsNav } from './settings-nav';

/** On a phone the navigation is a sheet behind one button. */
export function PhoneNav({ icons }: { icons: SettingsIcons }) {
  const t = useTranslations('navigation');
  const common = useTranslations('common');
  const [open, setOpen] = useState(false);
  return (
    <div className="md:hidden">
      <Button
        variant="ghost"
        size="icon"
        aria-label={t('openMenu')}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <MenuIcon aria-hidden="true" />
      </Button>
      <Sheet open={open} onOpenChange={setOpen} title={t('settings')} closeLabel={common('close')}>
        <SettingsNav icons={icons} onNavigate={() => setOpen(false)} />
      </Sheet>
    </div>
  );
}
