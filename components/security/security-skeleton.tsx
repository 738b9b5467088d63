import { Skeleton, SkeletonRows } from '@/components/ui/skeleton';

/** The cards of the page while they are read, in their shape. */
export function SecuritySkeleton({ label }: { label: string }) {
  return (
    <div className="flex flex-col gap-6">
      {[3, 2, 2].map((rows, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are all the same.
        <div key={index} className="flex flex-col gap-5 rounded-lg border bg-surface p-4 sm:p-6">
          <Skeleton className="w-40" />
          {index === 0 ? <SkeletonRows rows={rows} label={label} /> : <PlainRows rows={rows} />}
        </div>
      ))}
    </div>
  );
}

/** It is announced once. */
function PlainRows({ rows }: { rows: number }) {
  return (
    <div aria-hidden="true">
      <SkeletonRows rows={rows} label="" />
    </div>
  );
}
