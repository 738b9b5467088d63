'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Button } from '@/components/ui/button';
import type { SanctionKind } from '@/server/moderation/catalog';
import { useCaseChange } from './use-case-change';

/**
 * Takes back what was done, after a question: the person learns of it by mail. Stands in a row with something that
 * can take the focus, also once it is over, so that its question gives the focus on.
 */
export function EndSanction({ id, kind, isOver }: { id: string; kind: SanctionKind; isOver: boolean }) {
  const t = useTranslations('acting');
  const common = useTranslations('common');
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  // The button goes with what it did; its row stays, and says that it is over.
  const row = useRef<HTMLElement>(null);
  const { run, busy } = useCaseChange();

  async function end() {
    row.current = button.current?.closest('li')?.querySelector<HTMLElement>('[tabindex="-1"]') ?? null;
    const ended = await run((api) => api.moderation.sanctions.end.mutate({ id }), {
      text: t('undone'),
      tone: 'success',
    });
    if (!ended) row.current = null;
    setOpen(false);
  }

  return (
    <>
      {!isOver && (
        <div>
          <Button ref={button} size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {t(`end.${kind}.button`)}
          </Button>
        </div>
      )}
      <AlertDialog
        open={open}
        onOpenChange={setOpen}
        title={t(`end.${kind}.title`)}
        description={t(kind === 'group_hiding' ? 'endTextGroup' : 'endText')}
        cancelLabel={common('cancel')}
        confirmLabel={t(`end.${kind}.confirm`)}
        loading={busy}
        onConfirm={() => void end()}
        finalFocus={() => row.current}
      />
    </>
  );
}
