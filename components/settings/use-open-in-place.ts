import { useEffect, useRef, useState } from 'react';

/** A form that opens in place: its first field gets the focus, and closing gives it back to the button that opened it. */
export function useOpenInPlace<Name extends string>() {
  const [open, setOpen] = useState<Name>();
  const panel = useRef<HTMLDivElement>(null);
  const openers = useRef(new Map<Name, HTMLButtonElement>());
  const last = useRef<Name>(undefined);

  useEffect(() => {
    if (last.current === open) return;
    const closed = last.current;
    last.current = open;
    const next = open
      ? panel.current?.querySelector<HTMLElement>('input:not([tabindex="-1"]), select, textarea, button')
      : closed && openers.current.get(closed);
    next?.focus();
  }, [open]);

  return {
    open,
    show: setOpen,
    close: () => setOpen(undefined),
    panel,
    /** The `ref` of the button that opens `name`. */
    openerOf: (name: Name) => (button: HTMLButtonElement | null) => {
      if (button) openers.current.set(name, button);
      else openers.current.delete(name);
    },
  };
}
