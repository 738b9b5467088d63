'use client';

import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import type { StaffFacts } from '@/components/admin/admin-pages';
import { Button } from '@/components/ui/button';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { ViewerFacts } from './viewer-facts';

const load = () => import('./command-palette-popup').then((module) => module.CommandPalettePopup);

interface Props {
  me: ViewerFacts;
  /** Where it stands in the frame of the administration: whom its pages are for. Lists there explain their own keys by `?`. */
  staff?: StaffFacts;
}

/** The button and the key (Ctrl or Cmd K) that open the palette; `?` opens it on the list of shortcuts. */
export function CommandPalette({ me, staff }: Props) {
  const t = useTranslations('navigation');
  const [open, setOpen] = useState<'search' | 'shortcuts'>();
  const hasOwnKeys = staff !== undefined;
  const Popup = useLazyPart(load, open !== undefined);

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        setOpen((now) => (now ? undefined : 'search'));
      } else if (event.key === '?' && !hasOwnKeys && !isTyping(event.target)) {
        setOpen('shortcuts');
      }
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [hasOwnKeys]);

  return (
    <>
      <Button
        variant="ghost"
        aria-label={t('searchSettings')}
        aria-haspopup="dialog"
        aria-expanded={open !== undefined}
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen('search')}
      >
        <Search aria-hidden="true" />
        <span className="hidden text-text-muted sm:inline">{t('search')}</span>
      </Button>
      {Popup && open && <Popup me={me} staff={staff} view={open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function isTyping(target: EventTarget | null) {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
