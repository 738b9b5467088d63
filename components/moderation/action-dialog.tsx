'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isolate } from '@/components/isolate';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { CaseView } from '@/server/moderation/case-page';
import { nameOfSubject } from './case-rules';
import { type Api, useCaseChange } from './use-case-change';

const load = () => import('./action-form').then((module) => module.ActionForm);

/** Opens what can be done about the person of a case, or about its group. */
export function ActionButton({
  found,
  place,
  again = false,
}: {
  found: CaseView;
  /** Where the focus goes afterwards: what was pressed goes with what it did. */
  place: () => HTMLElement | null;
  /** Something was done already. */
  again?: boolean;
}) {
  const t = useTranslations('acting');
  const common = useTranslations('common');
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const Form = useLazyPart(load, open);
  const { run } = useCaseChange();
  const isGroup = found.group !== null;

  function acted(id: string) {
    setDone(true);
    setOpen(false);
    const undo = (api: Api) => api.moderation.sanctions.end.mutate({ id });
    // Nothing is to be done any more: what is read anew says what holds now.
    void run(async () => undefined, {
      text: t('done'),
      tone: 'success',
      action: {
        label: t('undo'),
        onAction: () => void run(undo, { text: t('undone'), tone: 'success' }),
      },
    });
  }

  return (
    <>
      <Button
        variant={again ? 'secondary' : 'primary'}
        aria-haspopup="dialog"
        onClick={() => {
          setDone(false);
          setOpen(true);
        }}
      >
        {t(again ? 'openAgain' : 'open')}
      </Button>
      <Dialog
        open={open && Form !== undefined}
        onOpenChange={setOpen}
        title={t(isGroup ? 'titleGroup' : 'title', { name: isolate(nameOfSubject(found)) })}
        description={t(isGroup ? 'textGroup' : 'text')}
        closeLabel={common('close')}
        size="lg"
        finalFocus={() => (done ? place() : null)}
      >
        {Form && <Form found={found} onDone={acted} onCancel={() => setOpen(false)} />}
      </Dialog>
    </>
  );
}
