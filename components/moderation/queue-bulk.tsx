'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { isolate } from '@/components/isolate';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { CaseResult } from '@/server/moderation/case-changes';
import type { CaseLine } from '@/server/moderation/case-list';
import { useCaseName } from './use-case-name';

export type BulkAction = 'claim' | 'release' | 'dismiss';

/** What was done with several cases at once, and of which it was not. */
export interface Outcome {
  action: BulkAction;
  done: number;
  refused: { line: CaseLine; result: Exclude<CaseResult['result'], 'done'>; holder: CaseResult['holder'] }[];
}

interface BarProps {
  count: number;
  doing: BulkAction | undefined;
  onDo: (action: BulkAction) => void;
  onClear: () => void;
}

/** How many cases are chosen, and what can be done with all of them. */
export function BulkBar({ count, doing, onDo, onClear }: BarProps) {
  const t = useTranslations('cases');
  const common = useTranslations('common');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <section
        aria-label={t('bulk')}
        className="sticky bottom-4 z-20 flex flex-wrap items-center gap-2 rounded-lg border bg-surface-raised p-3 shadow-overlay"
      >
        <p role="status" className="me-auto font-medium text-md">
          {t('chosen', { count })}
        </p>
        <Button size="sm" loading={doing === 'claim'} onClick={() => onDo('claim')}>
          {t('claim')}
        </Button>
        <Button size="sm" loading={doing === 'release'} onClick={() => onDo('release')}>
          {t('release')}
        </Button>
        <Button size="sm" loading={doing === 'dismiss'} onClick={() => setAsking(true)}>
          {t('dismiss')}
        </Button>
        <Button size="sm" variant="ghost" onClick={onClear}>
          {t('chooseNone')}
        </Button>
      </section>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('dismissManyTitle', { count })}
        description={t('dismissManyText')}
        cancelLabel={common('cancel')}
        confirmLabel={t('dismissMany', { count })}
        onConfirm={() => {
          setAsking(false);
          onDo('dismiss');
        }}
      />
    </>
  );
}

/** What came of it: how many, and for each that was left out why. */
export function BulkOutcome({ outcome, onClose }: { outcome: Outcome; onClose: () => void }) {
  const t = useTranslations('cases');
  const reasons = useTranslations('reasons');
  const nameOf = useCaseName();
  const { action, done, refused } = outcome;
  return (
    <Banner
      role="status"
      tone={refused.length ? 'warning' : 'success'}
      action={
        <Button size="sm" variant="ghost" onClick={onClose}>
          {t('understood')}
        </Button>
      }
    >
      <p>{t(`doneMany.${action}`, { count: done })}</p>
      {refused.length > 0 && (
        <ul className="mt-1 list-disc ps-5">
          {refused.map(({ line, result, holder }) => (
            <li key={line.id}>
              {nameOf(line)}: {holder ? t('heldBy', { name: isolate(holder.displayName) }) : reasons(result)}
            </li>
          ))}
        </ul>
      )}
    </Banner>
  );
}

interface Does {
  cases: CaseLine[];
  change: (ids: string[], action: BulkAction) => Promise<CaseResult[]>;
  onDone: () => void;
}

/** Does something with cases, the ones that cannot be told of one by one. */
export function useBulk({ cases, change, onDone }: Does) {
  const [doing, setDoing] = useState<BulkAction>();
  const [outcome, setOutcome] = useState<Outcome>();
  const tellRefusal = useRefusalToast();

  async function run(ids: string[], action: BulkAction) {
    if (doing) return;
    setDoing(action);
    try {
      const results = await change(ids, action);
      const refused = results.flatMap(({ id, result, holder }) => {
        const line = cases.find((one) => one.id === id);
        return result === 'done' || !line ? [] : [{ line, result, holder }];
      });
      setOutcome({ action, done: results.filter(({ result }) => result === 'done').length, refused });
      onDone();
    } catch (error) {
      tellRefusal(error);
    } finally {
      setDoing(undefined);
    }
  }

  return { doing, outcome, forget: () => setOutcome(undefined), run };
}
