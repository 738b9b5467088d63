'use client';

import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react';
import { cn } from './cn';

type Tab = { value: string; label: string; panel: ReactNode };

type Props = {
  /** Names the list of tabs. */
  label: string;
  tabs: readonly Tab[];
  /** The first tab unless set. */
  defaultValue?: string | undefined;
  /** Which one shows, where somebody else keeps it. */
  value?: string | undefined;
  onValueChange?: ((value: string) => void) | undefined;
  className?: string | undefined;
};

/** Panels of which one shows; all stay in the tree, so that what was typed survives. Arrows, Home and End choose. */
export function Tabs({ label, tabs, defaultValue, value: kept, onValueChange, className }: Props) {
  const [chosen, setSelected] = useState(defaultValue ?? tabs[0]?.value);
  const selected = kept ?? chosen;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);

  function select(value: string) {
    setSelected(value);
    onValueChange?.(value);
  }

  function moveByKey(event: KeyboardEvent<HTMLDivElement>) {
    const current = tabs.findIndex((tab) => tab.value === selected);
    const rtl = getComputedStyle(event.currentTarget).direction === 'rtl';
    const steps: Record<string, number> = {
      ArrowRight: current + (rtl ? -1 : 1),
      ArrowLeft: current + (rtl ? 1 : -1),
      Home: 0,
      End: tabs.length - 1,
    };
    const target = steps[event.key];
    if (target === undefined) return;
    event.preventDefault();
    const index = (target + tabs.length) % tabs.length;
    const tab = tabs[index];
    if (!tab) return;
    select(tab.value);
    list.current?.querySelectorAll<HTMLElement>('[role=tab]')[index]?.focus();
  }

  return (
    <div className={className}>
      <div
        ref={list}
        role="tablist"
        aria-label={label}
        onKeyDown={moveByKey}
        className="inline-flex max-w-full gap-0.5 overflow-x-auto rounded-md bg-surface-sunken p-0.5"
      >
        {tabs.map(({ value, label: name }) => (
          <button
            key={value}
            type="button"
            role="tab"
            id={`${id}-tab-${value}`}
            aria-selected={value === selected}
            aria-controls={`${id}-panel-${value}`}
            tabIndex={value === selected ? 0 : -1}
            onClick={() => select(value)}
            className={cn(
              'min-h-7 cursor-pointer whitespace-nowrap rounded-sm border border-transparent px-3 font-medium text-sm text-text-muted transition-colors focus-visible:-outline-offset-2 pointer-coarse:min-h-11 hover:text-text',
              value === selected &&
                'border-border bg-surface-raised text-text shadow-raised forced-colors:underline',
            )}
          >
            {name}
          </button>
        ))}
      </div>
      {tabs.map(({ value, panel }) => (
        <div
          key={value}
          role="tabpanel"
          id={`${id}-panel-${value}`}
          aria-labelledby={`${id}-tab-${value}`}
          hidden={value !== selected}
          className="mt-2"
        >
          {panel}
        </div>
      ))}
    </div>
  );
}
