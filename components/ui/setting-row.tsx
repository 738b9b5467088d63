'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from './button';

type Props = {
  label: string;
  /** What holds now; words for "not set" when nothing does. */
  value: ReactNode;
  /** The button's word ("Edit"), and its full name ("Edit display name"), which must begin with that word. */
  editLabel: string;
  editName: string;
  /** Opens by itself at first, e.g. when a link came here to edit. */
  defaultOpen?: boolean | undefined;
  id?: string | undefined;
  /** The form in place of the value; call `close` after a save or on cancel. */
  children: (close: () => void) => ReactNode;
};

/**
 * A value with Edit that opens in place: the first control gets the focus, closing gives it back to Edit.
 * Rows stand one under another in a card, with a line between.
 */
export function SettingRow(props: Props) {
  const [open, setOpen] = useState(props.defaultOpen ?? false);
  const labelId = useId();
  const panel = useRef<HTMLDivElement>(null);
  const edit = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(open);

  useEffect(() => {
    if (wasOpen.current === open) return;
    wasOpen.current = open;
    const first = open
      ? panel.current?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea, button')
      : edit.current;
    first?.focus();
  }, [open]);

  return (
    <div
      id={props.id}
      className="flex scroll-mt-6 items-start gap-4 border-t py-4 first:border-t-0 first:pt-0 last:pb-0"
    >
      <div className="grid min-w-0 flex-1 gap-x-6 gap-y-1 sm:grid-cols-[11rem_1fr]">
        <div id={labelId} className="font-medium text-md sm:py-1.5">
          {props.label}
        </div>
        {open ? (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend; the label stands beside.
          <div ref={panel} role="group" aria-labelledby={labelId} className="min-w-0">
            {props.children(() => setOpen(false))}
          </div>
        ) : (
          <div className="wrap-anywhere min-w-0 text-md text-text-muted sm:py-1.5">{props.value}</div>
        )}
      </div>
      {!open && (
        <Button ref={edit} size="sm" aria-label={props.editName} onClick={() => setOpen(true)}>
          {props.editLabel}
        </Button>
      )}
    </div>
  );
}
