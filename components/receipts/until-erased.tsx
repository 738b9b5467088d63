'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/** Milliseconds between two looks. */
const LOOK_EVERY = 3000;

/** Reads the page again and again until the receipt is there, while somebody looks at it. */
export function UntilErased({ label }: { label: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => !document.hidden && router.refresh(), LOOK_EVERY);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <div
      role="progressbar"
      aria-label={label}
      className="mb-6 h-1.5 animate-pulse rounded-full bg-accent/60 print:hidden"
    />
  );
}
