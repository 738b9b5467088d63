'use client';

import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from 'react';
import { fetchCode } from '@/components/fetch-code';
import { StepUpContext } from './step-up-context';
import type { StepUpDialog, StepUpStatus } from './step-up-dialog';

/** A question that is open, or was a moment ago. */
interface Question {
  number: number;
  open: boolean;
  status: StepUpStatus;
  Dialog: typeof StepUpDialog;
  answer: (confirmed: boolean) => void;
}

interface Outlets {
  question: Question | undefined;
  isStaff: boolean;
  /** Where the question stands: in the outlet that came last. */
  top: string | undefined;
  add: (id: string) => () => void;
}

const OutletContext = createContext<Outlets>({
  question: undefined,
  isStaff: false,
  top: undefined,
  add: () => () => undefined,
});

interface Props {
  /** What is confirmed is done as staff, and not to one's own account. */
  isStaff?: boolean;
  children: ReactNode;
}

/** Lets everything within ask "confirm it is you" by `useConfirmed`; one question at a time, its code fetched with the first. */
export function StepUpProvider({ isStaff = false, children }: Props) {
  const [question, setQuestion] = useState<Question>();
  const [outlets, setOutlets] = useState<string[]>([]);
  const asking = useRef<Promise<boolean>>(undefined);

  const stepUp = useMemo(() => {
    async function ask() {
      const { StepUpDialog: Dialog, fetchStatus } = await fetchCode(() => import('./step-up-dialog'));
      const status = await fetchStatus();
      return new Promise<boolean>((resolve) => {
        const answer = (confirmed: boolean) => {
          setQuestion((now) => now && { ...now, open: false });
          resolve(confirmed);
        };
        setQuestion((last) => ({ number: (last?.number ?? 0) + 1, open: true, status, Dialog, answer }));
      });
    }
    return {
      confirm: () => {
        asking.current ??= ask().finally(() => {
          asking.current = undefined;
        });
        return asking.current;
      },
    };
  }, []);

  const add = useCallback((id: string) => {
    setOutlets((now) => [...now, id]);
    return () => setOutlets((now) => now.filter((other) => other !== id));
  }, []);
  const places = useMemo(
    () => ({ question, isStaff, top: outlets.at(-1), add }),
    [question, isStaff, outlets, add],
  );

  return (
    <StepUpContext value={stepUp}>
      <OutletContext value={places}>
        {/* First, so that every other one comes after it. */}
        <StepUpOutlet />
        {children}
      </OutletContext>
    </StepUpContext>
  );
}

/**
 * A place for the question. Dialogs from which a sensitive action starts have one among their children: a dialog above a
 * dialog has to be inside it, or Escape and the focus would go to both.
 */
export function StepUpOutlet() {
  const id = useId();
  const { question, isStaff, top, add } = useContext(OutletContext);
  useEffect(() => add(id), [add, id]);
  if (!question || top !== id) return null;
  const { Dialog, number, open, status, answer } = question;
  return <Dialog key={number} open={open} status={status} isStaff={isStaff} onAnswer={answer} />;
}
