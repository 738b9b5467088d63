'use client';

import { useTranslations } from 'next-intl';
import { type ComponentType, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ErrorState } from '@/components/ui/error-state';
import { SkeletonRows } from '@/components/ui/skeleton';
import type { Choices } from './choices';
import type { ViewAsProps } from './view-as-panel';

interface Props {
  /** What is not saved, and is looked at all the same. */
  changes: Partial<Choices>;
  handle: string;
}

/** Opens one's own page as somebody else gets it; what draws it is fetched when it is first wanted. */
export function ViewAs({ changes, handle }: Props) {
  const t = useTranslations('privacy.viewAs');
  const common = useTranslations('common');
  const errors = useTranslations('errors');
  const [open, setOpen] = useState(false);
  const [Panel, setPanel] = useState<ComponentType<ViewAsProps>>();
  const [failed, setFailed] = useState(false);
  const count = Object.keys(changes).length;

  async function fetchPanel() {
    setFailed(false);
    try {
      const { ViewAsPanel } = await import('./view-as-panel');
      setPanel(() => ViewAsPanel);
    } catch {
      setFailed(true);
    }
  }

  function show() {
    setOpen(true);
    if (!Panel) void fetchPanel();
  }

  return (
    <>
      <Button id="viewAs" size="sm" aria-haspopup="dialog" onClick={show}>
        {t('button')}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        size="lg"
        title={t('title')}
        description={count ? t('textUnsaved', { count }) : t('text')}
        closeLabel={common('close')}
      >
        {Panel ? (
          <Panel changes={changes} handle={handle} />
        ) : failed ? (
          <ErrorState title={t('failed')} retryLabel={errors('retry')} onRetry={() => void fetchPanel()} />
        ) : (
          <SkeletonRows rows={1} label={t('loading')} />
        )}
      </Dialog>
    </>
  );
}
