'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { askBeforeLeaving } from './leave-page';

/**
 * Asks before unsaved changes are left behind: by a link, by `leavePage`, by Back or Forward, by closing the tab (where
 * the browser asks in its own words).
 */
export function LeaveGuard({ unsaved }: { unsaved: number }) {
  const t = useTranslations('profile');
  const router = useRouter();
  const [leaving, setLeaving] = useState<() => void>();
  const allowed = useRef(false);

  useEffect(() => {
    if (!unsaved) return;
    allowed.current = false;
    const gone = new AbortController();
    const { signal } = gone;
    const ask = (leave: () => void) => setLeaving(() => leave);

    signal.addEventListener('abort', askBeforeLeaving(ask));
    window.addEventListener('beforeunload', (event) => !allowed.current && event.preventDefault(), {
      signal,
    });
    document.addEventListener(
      'click',
      (event) => {
        const address = plainLink(event);
        if (!address || allowed.current) return;
        event.preventDefault();
        event.stopPropagation();
        ask(() => router.push(address));
      },
      { capture: true, signal },
    );
    window.navigation?.addEventListener(
      'navigate',
      (event) => {
        if (allowed.current || event.navigationType !== 'traverse' || !event.cancelable) return;
        event.preventDefault();
        const { key } = event.destination;
        ask(() => window.navigation?.traverseTo(key));
      },
      { signal },
    );
    return () => gone.abort();
  }, [unsaved, router]);

  return (
    <AlertDialog
      open={leaving !== undefined}
      onOpenChange={(open) => !open && setLeaving(undefined)}
      title={t('leaveTitle')}
      description={t('leaveText', { count: unsaved })}
      cancelLabel={t('leaveStay')}
      confirmLabel={t('leaveGo')}
      tone="danger"
      onConfirm={() => {
        allowed.current = true;
        setLeaving(undefined);
        leaving?.();
      }}
    />
  );
}

/** The address of a link of ours that a press would follow in this tab. */
function plainLink(event: MouseEvent) {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return;
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link || link.target || link.origin !== location.origin || link.hasAttribute('download')) return;
  if (link.pathname === location.pathname && link.search === location.search) return;
  return link.pathname + link.search + link.hash;
}
