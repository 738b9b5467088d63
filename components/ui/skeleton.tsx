import { cn } from './cn';

/** A grey bar in the shape of what comes, drawn only after 150 ms: what is fast shows no skeleton. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <span aria-hidden="true" className="block animate-appear">
      <span className={cn('block h-4 animate-pulse rounded-sm bg-surface-hover', className)} />
    </span>
  );
}

/** Rows of a card while they load; `label` says so to screen readers ("Loading sessions"). */
export function SkeletonRows({ rows = 3, label }: { rows?: number; label: string }) {
  return (
    <div role="status">
      <span className="sr-only">{label}</span>
      <div className="divide-y">
        {Array.from({ length: rows }, (_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
          <div key={index} className="flex items-center gap-4 py-4 first:pt-0 last:pb-0">
            <Skeleton className="size-9 rounded-full" />
            <div className="flex-1 space-y-2">
              <Skeleton className="w-2/5" />
              <Skeleton className="h-3 w-3/5" />
            </div>
          </div>
        ))}
      </div>
    </div>
  );
}

/** A card with such rows, where a list without a title is to come. */
export function SkeletonCard({ className, ...rows }: { rows?: number; label: string; className?: string }) {
  return (
    <div className={cn('rounded-lg border bg-surface p-4', className)}>
      <SkeletonRows {...rows} />
    </div>
  );
}
