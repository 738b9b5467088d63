'use client';

import type { ReactNode } from 'react';
import { useLazyPart } from './use-lazy-part';

export type SheetProps = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** Name of the cross. */
  closeLabel: string;
  /** Which edge it comes from; `start` is the left in left-to-right text. */
  side?: 'start' | 'bottom' | undefined;
  children: ReactNode;
};

const load = () => import('./sheet-popup').then((module) => module.SheetPopup);

/** A panel from the edge of the window, for navigation on a phone. Close it when a link in it was followed. */
export function Sheet(props: SheetProps) {
  const Popup = useLazyPart(load, props.open);
  return Popup && <Popup {...props} />;
}
