'use client';

import type { ReactNode } from 'react';
import { useLazyPart } from './use-lazy-part';

export type AlertDialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question: "Delete your account on 6 December?" */
  title: string;
  /** What will happen. */
  description: ReactNode;
  /** The safe answer, focused first. */
  cancelLabel: string;
  /** The answer in words: "Delete my account". */
  confirmLabel: string;
  onConfirm: () => void;
  tone?: 'neutral' | 'danger' | undefined;
  /** While the answer is carried out; the question stays open until the caller closes it. */
  loading?: boolean | undefined;
  /** Until, say, the name has been typed. */
  confirmDisabled?: boolean | undefined;
  /** Where the focus goes when it closes, if what had it before may be gone; null: there all the same. */
  finalFocus?: (() => HTMLElement | null) | undefined;
  /** Lists of what is lost, a field to type into, an error. */
  children?: ReactNode | undefined;
};

const load = () => import('./alert-dialog-popup').then((module) => module.AlertDialogPopup);

/** A question that waits for its answer: a press outside does not close it, Escape means cancel. */
export function AlertDialog(props: AlertDialogProps) {
  const Popup = useLazyPart(load, props.open);
  return Popup && <Popup {...props} />;
}
