'use client';

import { type ReactNode, useRef, useState } from 'react';
import { Button } from './button';
import { useLazyPart } from './use-lazy-part';

type MenuChoice = { value: string; label: string; icon?: ReactNode };

export type MenuEntry =
  | { kind: 'link'; label: string; href: string; icon?: ReactNode }
  | {
      kind: 'action';
      label: string;
      onSelect: () => void;
      icon?: ReactNode | undefined;
      tone?: 'neutral' | 'danger' | undefined;
      disabled?: boolean | undefined;
    }
  | {
      kind: 'radio';
      label: string;
      value: string;
      onValueChange: (value: string) => void;
      choices: readonly MenuChoice[];
    }
  /** Stays open when it is pressed: several are chosen one after the other. */
  | {
      kind: 'checkbox';
      label: string;
      checked: boolean;
      onCheckedChange: (checked: boolean) => void;
      disabled?: boolean | undefined;
    }
  | { kind: 'heading'; text: ReactNode }
  | { kind: 'separator' };

type Props = {
  /** Name of the button when `trigger` is not words, and of the menu. */
  label: string;
  /** What the button shows. */
  trigger: ReactNode;
  triggerVariant?: 'secondary' | 'ghost' | undefined;
  triggerSize?: 'md' | 'sm' | 'icon' | undefined;
  align?: 'start' | 'end' | undefined;
  entries: readonly MenuEntry[];
};

const load = () => import('./menu-popup').then((module) => module.MenuPopup);

/** A button with a menu of links, actions and choices; arrows, Home, End and first letters move in it. */
export function Menu({ label, trigger, triggerVariant = 'ghost', triggerSize, align, entries }: Props) {
  const [open, setOpen] = useState(false);
  const [opener, setOpener] = useState<{ byKey: boolean; container: HTMLElement | null }>();
  const button = useRef<HTMLButtonElement>(null);
  const Popup = useLazyPart(load, open);
  function openFrom(element: HTMLElement, byKey: boolean) {
    setOpener({ byKey, container: element.closest<HTMLElement>('header, nav, main, aside') });
    setOpen(true);
  }

  return (
    <>
      <Button
        ref={button}
        variant={triggerVariant}
        size={triggerSize ?? 'md'}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={(event) => {
          if (open) setOpen(false);
          // A click made by Enter or Space has no count.
          else openFrom(event.currentTarget, event.detail === 0);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
          event.preventDefault();
          openFrom(event.currentTarget, true);
        }}
      >
        {trigger}
      </Button>
      {Popup && (
        <Popup
          open={open}
          onOpenChange={setOpen}
          focusFirst={opener?.byKey ?? false}
          container={opener?.container ?? null}
          anchor={button}
          label={label}
          align={align ?? 'end'}
          entries={entries}
        />
      )}
    </>
  );
}
