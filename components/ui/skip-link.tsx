/** The first stop of the Tab key: jumps over the navigation to `href`, the id of the main region. */
export function SkipLink({ href, children }: { href: `#${string}`; children: string }) {
  return (
    <a
      href={href}
      className="fixed start-4 top-4 z-50 flex min-h-11 -translate-y-24 items-center rounded-md border border-border-strong bg-surface-raised px-4 font-medium text-md focus:translate-y-0 focus:shadow-overlay print:hidden"
    >
      {children}
    </a>
  );
}
