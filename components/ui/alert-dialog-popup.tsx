'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import { useRef } from 'react';
import type { AlertDialogProps } from './alert-dialog';
import { Button } from './button';
import { cn } from './cn';
import { backdropClasses, footerClasses, popupClasses, viewportClasses } from './overlay-classes';

/** The loaded half of AlertDialog. */
export function AlertDialogPopup({ open, onOpenChange, title, description, ...props }: AlertDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  return (
    <Base.Root open={open} onOpenChange={onOpenChange}>
      <Base.Portal>
        <Base.Backdrop className={backdropClasses} />
        <Base.Viewport className={viewportClasses}>
          <Base.Popup
            initialFocus={cancel}
            {...(props.finalFocus && { finalFocus: props.finalFocus })}
            className={cn(popupClasses, 'max-w-110')}
          >
            <div className="min-h-0 flex-1 overflow-y-auto p-5">
              <Base.Title>{title}</Base.Title>
              <Base.Description render={<div />} className="mt-1.5 text-md text-text-muted">
                {description}
              </Base.Description>
              {props.children !== undefined && <div className="mt-4 empty:hidden">{props.children}</div>}
            </div>
            <div className={footerClasses}>
              <Base.Close render={<Button ref={cancel} />}>{props.cancelLabel}</Base.Close>
              <Button
                variant={props.tone === 'danger' ? 'danger' : 'primary'}
                loading={props.loading ?? false}
                disabled={props.confirmDisabled}
                onClick={props.onConfirm}
              >
                {props.confirmLabel}
              </Button>
            </div>
          </Base.Popup>
        </Base.Viewport>
      </Base.Portal>
    </Base.Root>
  );
}
