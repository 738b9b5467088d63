'use client';

import { CircleAlert, CircleCheck, TriangleAlert } from 'lucide-react';
import { useEffect, useRef, useSyncExternalStore } from 'react';
import { Toaster as Sonner } from 'sonner';
import { toasterStands } from './toast';
import type { ToasterProps } from './toaster';
import { passFocusThrough } from './toaster-focus';

const icons = {
  success: <CircleCheck aria-hidden="true" className="size-4 text-success-text" />,
  warning: <TriangleAlert aria-hidden="true" className="size-4 text-warning-text" />,
  error: <CircleAlert aria-hidden="true" className="size-4 text-danger-text" />,
};

/** The loaded half of Toaster. Unstyled, so that the theme is ours alone: tokens follow color-scheme. */
export function ToasterRegion({ label, closeLabel }: ToasterProps) {
  const section = useRef<HTMLElement>(null);
  useEffect(toasterStands, []);
  useEffect(() => (section.current ? passFocusThrough(section.current) : undefined), []);
  const onPhone = useSyncExternalStore(followWidth, isNarrow);
  return (
    <Sonner
      ref={section}
      containerAriaLabel={label}
      // On a phone the buttons of dialogs and the save bar are at the bottom, and a message would lie on them.
      position={onPhone ? 'top-center' : 'bottom-right'}
      closeButton
      style={{ fontFamily: 'inherit' }}
      visibleToasts={3}
      gap={8}
      offset={{ bottom: 'calc(var(--save-bar-height, 0px) + 1.5rem)', right: '1.5rem' }}
      mobileOffset={{ top: '1rem', left: '1rem', right: '1rem' }}
      icons={icons}
      toastOptions={{
        unstyled: true,
        closeButtonAriaLabel: closeLabel,
        classNames: {
          toast:
            'group/toast flex w-full items-center gap-2.5 rounded-lg border bg-surface-raised py-2.5 ps-3.5 pe-11 text-md text-text shadow-overlay',
          content: 'min-w-0 flex-1',
          title: 'font-medium',
          description: 'text-sm text-text-muted',
          // Of those that lie behind the first one there is too little to press, until they are spread out.
          actionButton:
            'group-data-[expanded=false]/toast:group-data-[front=false]/toast:invisible min-h-7 shrink-0 cursor-pointer rounded-sm border border-border-strong/60 px-2.5 font-medium text-sm transition-colors hover:bg-surface-hover pointer-coarse:min-h-11',
          closeButton:
            'group-data-[expanded=false]/toast:group-data-[front=false]/toast:invisible absolute end-2 top-1/2 grid size-7 -translate-y-1/2 cursor-pointer place-items-center rounded-sm text-text-muted transition-colors hover:bg-surface-hover hover:text-text [&_svg]:size-4',
        },
      }}
    />
  );
}

/** From where on Sonner takes the offsets for phones. */
const NARROW = '(max-width: 600px)';
const isNarrow = () => matchMedia(NARROW).matches;

function followWidth(listener: () => void) {
  const width = matchMedia(NARROW);
  width.addEventListener('change', listener);
  return () => width.removeEventListener('change', listener);
}
