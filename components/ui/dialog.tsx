'use client';

import type { ReactNode, RefObject } from 'react';
import { useLazyPart } from './use-lazy-part';

export type DialogProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode | undefined;
  /** Name of the cross. */
  closeLabel: string;
  /** Buttons, the safe one first. */
  footer?: ReactNode | undefined;
  size?: 'sm' | 'md' | 'lg' | undefined;
  /** Where the focus goes; without it, to the first control (on touch: to the dialog). */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
  /** Where it goes when the dialog closes, if what had it before may be gone; null: there all the same. */
  finalFocus?: (() => HTMLElement | null) | undefined;
  children?: ReactNode | undefined;
};

const load = () => import('./dialog-popup').then((module) => module.DialogPopup);

/**
 * A window over the page: keeps the focus inside, closes on Escape, on the cross and on a press outside, and gives
 * the focus back to what had it. Its code comes with the first use of the page.
 */
export function Dialog(props: DialogProps) {
  const Popup = useLazyPart(load, props.open);
  return Popup && <Popup {...props} />;
}
