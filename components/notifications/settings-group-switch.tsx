'use client';

import { useEffect, useRef } from 'react';

interface Props {
  /** In full: "E-mail for all of groups". */
  label: string;
  state: 'on' | 'off' | 'mixed';
  onTurn: (on: boolean) => void;
}

/** On, off, or some of both, from where a press switches everything on. A checkbox, since a switch knows no third state. */
export function GroupSwitch({ label, state, onTurn }: Props) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = state === 'mixed';
  });
  return (
    <span className="relative inline-block h-6 w-10 shrink-0">
      <input
        ref={box}
        type="checkbox"
        aria-label={label}
        checked={state === 'on'}
        onChange={() => onTurn(state !== 'on')}
        className="peer absolute inset-0 z-10 cursor-pointer appearance-none rounded-full pointer-coarse:-inset-x-1 pointer-coarse:-inset-y-2.5"
      />
      <span
        aria-hidden="true"
        className="absolute inset-0 rounded-full border border-border-strong bg-surface-sunken transition-colors peer-checked:border-accent peer-checked:bg-accent peer-indeterminate:border-accent peer-indeterminate:bg-accent/35"
      />
      <span
        aria-hidden="true"
        className="absolute start-1 top-1 size-4 rounded-full bg-border-strong transition-all peer-checked:start-5 peer-checked:bg-accent-text peer-indeterminate:start-3 peer-indeterminate:top-2.5 peer-indeterminate:h-1 peer-indeterminate:bg-text forced-colors:bg-[CanvasText]"
      />
    </span>
  );
}
