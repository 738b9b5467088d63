import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { useEffect, useReducer, useRef } from 'react';
import { fetchTrpc } from '@/components/fetch-trpc';
import { needsSignIn, type Refusal, refusalOf } from '@/components/refusal';
import { signInAddress } from '@/components/session-over';
import { showToast } from '@/components/ui/toast';
import { useRefusalWords } from '@/components/use-refusal-words';
import type { TypeRow } from '@/server/notifications/types';
import { matrixAfter, modesOf, type Press, shownRows, startingWith } from './settings-matrix-state';

export interface Told {
  /** Names what is changed, so that its next message takes the place of this one. */
  id: string;
  /** "E-mail for new sign-in", for when it is refused. */
  what: string;
  /** "E-mail for new sign-in: off". */
  done: string;
}

/**
 * The matrix, saved as it is pressed: shown at once, sent one after the other so that the last press is the one that counts,
 * each with Undo. What is refused goes back alone.
 */
export function useMatrix(saved: TypeRow[]) {
  const t = useTranslations('notificationSettings');
  const router = useRouter();
  const stepUp = useTranslations('stepUp');
  const words = useRefusalWords();
  const [state, dispatch] = useReducer(matrixAfter, saved, startingWith);
  const before = useRef<Promise<void>>(Promise.resolve());
  const count = useRef(0);
  const shown = useRef(saved);
  const rows = shownRows(state);
  useEffect(() => {
    shown.current = rows;
  });

  function press(wanted: Omit<Press, 'id'>, told: Told, isUndo = false) {
    count.current += 1;
    const made = { ...wanted, id: count.current };
    const was = modesOf(shown.current, made.shows);
    dispatch({ kind: 'pressed', press: made });
    before.current = before.current.then(() => send(made));

    async function send({ id, changes }: Press) {
      try {
        const { view, undo } = await sent(changes);
        dispatch({ kind: 'saved', id, rows: view.rows });
        const action = { label: t('undo'), onAction: () => takeBack(undo) };
        const canUndo = !isUndo && undo.length > 0;
        void showToast({
          id: told.id,
          text: told.done,
          tone: 'success',
          action: canUndo ? action : undefined,
        });
      } catch (error) {
        dispatch({ kind: 'refused', id });
        tellRefusal(refusalOf(error));
      }
    }

    function tellRefusal(refusal: Refusal) {
      const signIn = () => void window.open(signInAddress(refusal.reason), '_blank');
      void showToast({
        id: told.id,
        text: t('notChanged', { what: told.what }),
        description: words(refusal),
        tone: 'danger',
        action: needsSignIn(refusal) ? { label: stepUp('signInAgainTab'), onAction: signIn } : undefined,
      });
    }

    function takeBack(undo: Exclude<Press['changes'], 'reset'>) {
      // Under a name of its own: the message that was pressed is still on its way out, and would take this one with it.
      press({ changes: undo, shows: was }, { ...told, id: `${told.id} undone`, done: t('undone') }, true);
    }
  }

  useEffect(() => dispatch({ kind: 'read', rows: saved }), [saved]);

  const isBusy = state.presses.length > 0;
  const isDue = state.isStale && !isBusy;
  useEffect(() => {
    if (!isDue) return;
    dispatch({ kind: 'reading' });
    router.refresh();
  }, [isDue, router]);

  // What was pressed and has not gone out would be lost with the page.
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isBusy]);

  return { rows, press, isBusy };
}

async function sent(changes: Press['changes']) {
  const { preferences } = (await fetchTrpc()).notifications;
  if (changes === 'reset') return preferences.reset.mutate();
  const [only, ...others] = changes;
  return only && others.length === 0 ? preferences.set.mutate(only) : preferences.setMany.mutate({ changes });
}
