/** A key to press, one per element. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-[4px] border border-b-2 bg-surface-sunken px-1 font-medium font-sans text-[0.6875rem] text-text-muted leading-none">
      {children}
    </kbd>
  );
}
