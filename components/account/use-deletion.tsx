'use client';

import { useState } from 'react';
import { fetchCode } from '@/components/fetch-code';
import { fetchTrpc } from '@/components/fetch-trpc';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { DeletionImpact } from '@/server/leaving/catalog';
import type { DeletionDialog } from './deletion-dialog';

/** A question that is open, or was a moment ago. */
interface Question {
  number: number;
  open: boolean;
  impact: DeletionImpact;
  askedAt: Date;
  Dialog: typeof DeletionDialog;
}

/**
 * Asks before an account is deleted, once it is known what goes and what stays; the code of the question comes with it.
 * @returns `dialog` has to be drawn by whoever asks
 */
export function useDeletion({ handle, onlyNow }: { handle: string; onlyNow: boolean }) {
  const tellRefusal = useRefusalToast();
  const [asking, setAsking] = useState(false);
  const [question, setQuestion] = useState<Question>();

  async function ask() {
    setAsking(true);
    try {
      const [{ DeletionDialog: Dialog }, impact] = await Promise.all([
        fetchCode(() => import('./deletion-dialog')),
        fetchTrpc().then((trpc) => trpc.account.deletionImpact.query()),
      ]);
      const askedAt = new Date();
      setQuestion((last) => ({ number: (last?.number ?? 0) + 1, open: true, impact, askedAt, Dialog }));
    } catch (error) {
      tellRefusal(error);
    } finally {
      setAsking(false);
    }
  }

  const close = () => setQuestion((now) => now && { ...now, open: false });
  const dialog = question && (
    <question.Dialog
      key={question.number}
      open={question.open}
      impact={question.impact}
      askedAt={question.askedAt}
      handle={handle}
      onlyNow={onlyNow || question.impact.graceDays === 0}
      onClose={close}
    />
  );
  return { ask, asking, dialog };
}
