'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { buttonClasses } from './button';
import { cn } from './cn';
import { backdropClasses } from './overlay-classes';
import type { SheetProps } from './sheet';

const sides = {
  start:
    'inset-y-0 start-0 w-80 max-w-[calc(100vw-3rem)] border-e data-starting-style:-translate-x-4 data-ending-style:-translate-x-4',
  bottom:
    'inset-x-0 bottom-0 max-h-[85dvh] rounded-t-lg border-t data-starting-style:translate-y-4 data-ending-style:translate-y-4',
};

/** The loaded half of Sheet. */
export function SheetPopup({ open, onOpenChange, title, closeLabel, side = 'start', children }: SheetProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Popup
          className={cn(
            'fixed z-50 flex flex-col bg-surface-raised shadow-overlay outline-none transition data-ending-style:opacity-0 data-starting-style:opacity-0',
            sides[side],
          )}
        >
          <div className="flex items-center justify-between gap-4 border-b py-2 ps-4 pe-2">
            <Base.Title>{title}</Base.Title>
            <Base.Close aria-label={closeLabel} className={buttonClasses({ variant: 'ghost', size: 'icon' })}>
              <X aria-hidden="true" />
            </Base.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-3 pb-[calc(0.75rem+env(safe-area-inset-bottom))]">
            {children}
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
