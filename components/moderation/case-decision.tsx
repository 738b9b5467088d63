'use client';

import { useTranslations } from 'next-intl';
import { useRef, useState } from 'react';
import { isolate } from '@/components/isolate';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import { When } from '@/components/when';
import type { CaseView } from '@/server/moderation/case-page';
import { ActionButton } from './action-dialog';
import { canBeActedOn } from './case-rules';
import { type Api, useCaseChange } from './use-case-change';

const loadDismissal = () => import('./case-dismiss-form').then((module) => module.DismissForm);

/** What is decided about a case, or was. */
export function CaseDecision({ found }: { found: CaseView }) {
  // The button that was pressed goes with what it did; the focus stays at the decision.
  const t = useTranslations('cases');
  // Without anything in it that takes the focus instead, and would go as well.
  const place = useRef<HTMLSpanElement>(null);
  const Part = found.state === 'open' ? Deciding : Decided;
  return (
    <div className="relative">
      <span ref={place} tabIndex={-1} className="sr-only">
        {t('decision')}
      </span>
      <Part found={found} place={() => place.current} />
    </div>
  );
}

interface PartProps {
  found: CaseView;
  place: () => HTMLElement | null;
}

function Deciding({ found, place }: PartProps) {
  const { id, claim } = found;
  const t = useTranslations('cases');
  const common = useTranslations('common');
  const [open, setOpen] = useState(false);
  const [done, setDone] = useState(false);
  const Form = useLazyPart(loadDismissal, open);
  const { run } = useCaseChange();
  const isTheirs = claim !== null && !claim.isMine;

  function dismissed() {
    setDone(true);
    setOpen(false);
    const undo = (api: Api) => api.moderation.reports.reopen.mutate({ id });
    // Nothing is to be done any more: what is read anew says that it is over.
    void run(async () => undefined, {
      text: t('dismissed'),
      tone: 'success',
      action: {
        label: t('undo'),
        onAction: () => void run(undo, { text: t('reopened'), tone: 'success' }),
      },
    });
  }

  return (
    <Card title={t('decision')} description={isTheirs ? t('decisionTheirs') : t('decisionText')}>
      {found.group?.isHidden && <p className="text-md text-text-muted">{t('hiddenAlready')}</p>}
      {!isTheirs && (
        <div className="flex flex-wrap gap-2">
          {canBeActedOn(found) && <ActionButton found={found} place={place} />}
          <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
            {t('dismiss')}
          </Button>
        </div>
      )}
      <Dialog
        open={open && Form !== undefined}
        onOpenChange={setOpen}
        title={t('dismissTitle')}
        description={t('dismissText')}
        closeLabel={common('close')}
        finalFocus={() => (done ? place() : null)}
      >
        {Form && <Form caseId={id} onDone={dismissed} onCancel={() => setOpen(false)} />}
      </Dialog>
    </Card>
  );
}

function Decided({ found, place }: PartProps) {
  const { id, resolution } = found;
  const t = useTranslations('cases');
  const { run, busy } = useCaseChange();
  const outcome = resolution?.outcome ?? 'dismissed';
  // Whoever decided it may do more, until the person, or an owner of the group, appeals; about a group that is hidden there is no more.
  const mayGoOn =
    outcome === 'acted' &&
    resolution?.isMine &&
    !found.appeal &&
    canBeActedOn(found) &&
    !found.group?.isHidden;
  const done = found.sanctions.filter(({ ofThisCase }) => ofThisCase);
  const isTakenBack = !found.appeal && done.length > 0 && done.every(({ endedHow }) => endedHow === 'undone');
  const mayReopen = outcome === 'dismissed' || isTakenBack;

  async function reopen() {
    const call = (api: Api) => api.moderation.reports.reopen.mutate({ id });
    if (await run(call, { text: t('reopened'), tone: 'success' })) place()?.focus();
  }

  return (
    <Card
      title={t('decision')}
      hint={mayReopen ? t('reopenText') : undefined}
      action={
        mayReopen || mayGoOn ? (
          <div className="flex flex-wrap gap-2">
            {mayReopen && (
              <Button loading={busy} onClick={() => void reopen()}>
                {t('reopen')}
              </Button>
            )}
            {mayGoOn && <ActionButton found={found} place={place} again />}
          </div>
        ) : undefined
      }
    >
      <p className="text-md">
        {t.rich('decidedBy', {
          outcome: t(`outcomes.${outcome}`),
          name: resolution?.by ? isolate(resolution.by.displayName) : t('somebodyLeft'),
          when: () => (resolution ? <When at={resolution.at} /> : null),
        })}
      </p>
    </Card>
  );
}
