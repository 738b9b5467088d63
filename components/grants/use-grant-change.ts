import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { refusalOf } from '@/components/refusal';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';

/** What the cards of access have read, for when it is another. */
export const ACCESS_KEY = 'access';

/** Shows everything of access as it is by now. */
export function useReadAccessAnew() {
  const queries = useQueryClient();
  const router = useRouter();
  return async () => {
    router.refresh();
    await queries.invalidateQueries({ queryKey: [ACCESS_KEY] });
  };
}

interface Change {
  run: () => Promise<unknown>;
  /** What was done, in words. */
  text: string;
  /** Its inverse. */
  undo?: () => Promise<unknown>;
}

/**
 * Does something at once and offers its inverse; whatever becomes of it, the lists are read anew. `place` takes the focus when the
 * row goes that had it.
 */
export function useGrantChange() {
  const t = useTranslations('grants');
  const words = useRefusalWords();
  const confirmed = useConfirmed();
  const readAnew = useReadAccessAnew();
  const place = useRef<HTMLDivElement>(null);

  async function carryOut(action: () => Promise<unknown>) {
    try {
      await confirmed(action);
      return true;
    } catch (error) {
      if (!isUnconfirmed(error)) void showToast({ text: words(refusalOf(error)), tone: 'danger' });
      return false;
    } finally {
      await readAnew();
    }
  }

  async function change({ run, text, undo }: Change) {
    if (!(await carryOut(run))) return;
    place.current?.focus({ preventScroll: true });
    const action = undo && { label: t('undo'), onAction: () => void carryOut(undo) };
    void showToast({ text, tone: 'success', ...(action && { action }) });
  }

  return { place, change };
}
