'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { buttonClasses } from './button';
import { cn } from './cn';
import type { DialogProps } from './dialog';
import { backdropClasses, footerClasses, popupClasses, viewportClasses } from './overlay-classes';

const widths = { sm: 'max-w-100', md: 'max-w-130', lg: 'max-w-180' };

/** The loaded half of Dialog. */
export function DialogPopup({ open, onOpenChange, title, description, size = 'md', ...props }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Viewport className={viewportClasses}>
          <Base.Popup
            {...(props.initialFocus && { initialFocus: props.initialFocus })}
            {...(props.finalFocus && { finalFocus: props.finalFocus })}
            className={cn(popupClasses, widths[size])}
          >
            <div className="flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto p-5">
              <div className="pe-8">
                <Base.Title>{title}</Base.Title>
                {description !== undefined && (
                  <Base.Description className="mt-1 text-md text-text-muted">{description}</Base.Description>
                )}
              </div>
              {props.children}
            </div>
            {props.footer !== undefined && <div className={footerClasses}>{props.footer}</div>}
            {/* Last in the order, so that the first control of the content gets the focus. */}
            <Base.Close
              aria-label={props.closeLabel}
              className={cn(
                buttonClasses({ variant: 'ghost', size: 'icon' }),
                'absolute end-3 top-3.5 bg-surface-raised',
              )}
            >
              <X aria-hidden="true" />
            </Base.Close>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
