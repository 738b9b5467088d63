'use client';

import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { showToast } from '@/components/ui/toast';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { AppealDraft } from './appeal-decision-form';

const loadForm = () => import('./appeal-decision-form').then((module) => module.AppealDecisionForm);

interface Props {
  /** Of the appeal. */
  id: string;
  isOfGroup: boolean;
  /** Then nobody gets the answer by mail. */
  isMakerGone: boolean;
  decided: boolean;
  place: () => HTMLElement | null;
}

/** Where another moderator decides an appeal. */
export function DecideAppeal({ id, isOfGroup, isMakerGone, decided, place }: Props) {
  const t = useTranslations('cases');
  const common = useTranslations('common');
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const done = useRef(false);
  // What was typed is there again when it is opened again.
  const [draft, setDraft] = useState<AppealDraft>({ outcome: '', answer: '' });
  const Form = useLazyPart(loadForm, open);

  function onDone(outcome: 'granted' | 'upheld') {
    done.current = true;
    setOpen(false);
    void showToast({ text: t(outcome === 'granted' ? 'appealGranted' : 'appealUpheld'), tone: 'success' });
    router.refresh();
  }

  return (
    <>
      {!decided && (
        <div>
          <Button variant="primary" aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {t('decideAppeal')}
          </Button>
        </div>
      )}
      <Dialog
        open={open && Form !== undefined}
        onOpenChange={setOpen}
        title={t('decideAppeal')}
        closeLabel={common('close')}
        finalFocus={() => (done.current ? place() : null)}
      >
        {Form && (
          <Form
            id={id}
            isOfGroup={isOfGroup}
            isMakerGone={isMakerGone}
            draft={draft}
            onDraft={setDraft}
            onDone={onDone}
            onCancel={() => setOpen(false)}
          />
        )}
      </Dialog>
    </>
  );
}
