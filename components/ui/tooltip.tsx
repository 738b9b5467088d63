'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

type Props = {
  /** A short explanation; never the only place of something needed, and no control inside. */
  text: string;
  /** One element that can take the focus; the text becomes its description. */
  children: ReactNode;
};

/**
 * Words about a control, on hover after a moment and on keyboard focus at once. Stays while the pointer is on it,
 * goes on Escape (WCAG 1.4.13). In the browser's top layer, so nothing clips it, not even a dialog.
 */
export function Tooltip({ text, children }: Props) {
  const [open, setOpen] = useState(false);
  const id = useId();
  const wrapper = useRef<HTMLSpanElement>(null);
  const popup = useRef<HTMLSpanElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    wrapper.current?.firstElementChild?.setAttribute('aria-describedby', id);
  }, [id]);

  useEffect(() => {
    const tip = popup.current;
    const anchor = wrapper.current?.firstElementChild;
    if (!open || !tip || !anchor) return;
    tip.showPopover();
    place(tip, anchor.getBoundingClientRect());
    const close = () => setOpen(false);
    const closeByKey = (event: KeyboardEvent) => event.key === 'Escape' && close();
    document.addEventListener('keydown', closeByKey);
    window.addEventListener('scroll', close, { capture: true, passive: true });
    return () => {
      document.removeEventListener('keydown', closeByKey);
      window.removeEventListener('scroll', close, { capture: true });
      tip.hidePopover();
    };
  }, [open]);

  useEffect(() => () => clearTimeout(timer.current), []);

  function later(next: boolean, milliseconds: number) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOpen(next), milliseconds);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens; the control inside is the element.
    <span
      ref={wrapper}
      className="contents"
      onPointerEnter={(event) => event.pointerType === 'mouse' && later(true, 400)}
      onPointerLeave={() => later(false, 100)}
      onFocus={(event) => event.target.matches(':focus-visible') && later(true, 0)}
      onBlur={() => later(false, 0)}
    >
      {children}
      <span
        ref={popup}
        id={id}
        role="tooltip"
        popover="manual"
        className="pointer-events-auto m-0 max-w-72 rounded-sm border bg-surface-raised px-2 py-1 text-start font-normal text-sm text-text shadow-overlay"
      >
        {text}
      </span>
    </span>
  );
}

const gap = 6;
const margin = 8;

/** Above the anchor, or below where there is no room; never out of the window. */
function place(tip: HTMLElement, anchor: DOMRect) {
  const { width, height } = tip.getBoundingClientRect();
  const above = anchor.top - height - gap;
  const centred = anchor.left + (anchor.width - width) / 2;
  const rightmost = document.documentElement.clientWidth - width - margin;
  tip.style.top = `${above >= margin ? above : anchor.bottom + gap}px`;
  tip.style.left = `${Math.max(margin, Math.min(centred, rightmost))}px`;
}
