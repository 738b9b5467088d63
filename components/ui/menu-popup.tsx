'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { type RefObject, useRef } from 'react';
import { cn } from './cn';
import { Link } from './link';
import type { MenuEntry } from './menu';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** The landmark the button is in; the menu is put there, so that it is inside one too. */
  container: HTMLElement | null;
  /** Opened by a key: the first entry gets the focus, not the whole menu. */
  focusFirst: boolean;
  anchor: RefObject<HTMLButtonElement | null>;
  label: string;
  align: 'start' | 'end';
  entries: readonly MenuEntry[];
};

const itemClasses =
  'flex min-h-8 cursor-pointer select-none items-center gap-2.5 rounded-sm px-2 py-1 text-md outline-none pointer-coarse:min-h-11 data-highlighted:bg-surface-hover data-disabled:cursor-not-allowed data-disabled:opacity-50 forced-colors:data-highlighted:outline-2 forced-colors:data-highlighted:-outline-offset-2 forced-colors:data-highlighted:outline-[Highlight] [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-text-muted';

/** The loaded half of Menu. */
export function MenuPopup({
  open,
  onOpenChange,
  focusFirst,
  container,
  anchor,
  label,
  align,
  entries,
}: Props) {
  const popup = useRef<HTMLDivElement>(null);
  return (
    <Base.Root
      open={open}
      onOpenChange={onOpenChange}
      onOpenChangeComplete={(opened) => {
        if (opened && focusFirst) popup.current?.querySelector<HTMLElement>('[role^=menuitem]')?.focus();
      }}
    >
      <Base.Portal container={container}>
        <Base.Positioner
          anchor={anchor}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup
            ref={popup}
            aria-label={label}
            finalFocus={() => isLosing(popup.current) && anchor.current}
            className="max-h-(--available-height) min-w-52 max-w-[min(20rem,var(--available-width))] overflow-y-auto rounded-lg border bg-surface-raised p-1 shadow-overlay outline-none transition-opacity data-starting-style:opacity-0"
          >
            {entries.map((entry, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: separators have nothing else, and the order is fixed.
              <Entry key={index} entry={entry} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** Whether what goes away takes the focus with it; who has gone on to something else meanwhile stays there. */
function isLosing(popup: HTMLElement | null) {
  const { activeElement: focused, body } = document;
  return !focused || focused === body || (popup?.contains(focused) ?? false);
}

function Entry({ entry }: { entry: MenuEntry }) {
  switch (entry.kind) {
    case 'separator':
      return <Base.Separator className="-mx-1 my-1 border-t" />;
    case 'heading':
      return <div className="min-w-0 px-2 py-1.5 text-md">{entry.text}</div>;
    case 'link':
      return (
        <Base.LinkItem closeOnClick render={<Link href={entry.href} />} className={itemClasses}>
          {entry.icon}
          <span className="wrap-anywhere min-w-0">{entry.label}</span>
        </Base.LinkItem>
      );
    case 'action':
      return (
        <Base.Item
          disabled={entry.disabled ?? false}
          onClick={entry.onSelect}
          className={cn(itemClasses, entry.tone === 'danger' && 'text-danger-text [&_svg]:text-danger-text')}
        >
          {entry.icon}
          <span className="wrap-anywhere min-w-0">{entry.label}</span>
        </Base.Item>
      );
    case 'checkbox':
      return (
        <Base.CheckboxItem
          checked={entry.checked}
          disabled={entry.disabled ?? false}
          onCheckedChange={entry.onCheckedChange}
          className={itemClasses}
        >
          <span className="wrap-anywhere min-w-0 flex-1">{entry.label}</span>
          <Base.CheckboxItemIndicator>
            <Check aria-hidden="true" />
          </Base.CheckboxItemIndicator>
        </Base.CheckboxItem>
      );
    case 'radio':
      return <Choices entry={entry} />;
  }
}

function Choices({ entry }: { entry: Extract<MenuEntry, { kind: 'radio' }> }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 font-medium text-text-muted text-xs">
        {entry.label}
      </Base.GroupLabel>
      <Base.RadioGroup value={entry.value} onValueChange={entry.onValueChange}>
        {entry.choices.map(({ value, label, icon }) => (
          <Base.RadioItem key={value} value={value} className={itemClasses}>
            {icon}
            <span className="min-w-0 flex-1 truncate">{label}</span>
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" />
            </Base.RadioItemIndicator>
          </Base.RadioItem>
        ))}
      </Base.RadioGroup>
    </Base.Group>
  );
}
