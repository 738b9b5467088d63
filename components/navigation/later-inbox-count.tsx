'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { useLazyPart } from '@/components/ui/use-lazy-part';

/** Milliseconds for which the page has rested. The number came with it, so nobody waits for this. */
const RESTED = 3000;

const load = () => import('./live-inbox-count').then((module) => module.LiveInboxCount);

/** What the page knew, until the part that follows the inbox has been fetched. */
export function LaterInboxCount({ waiting, children }: { waiting: number; children: ReactNode }) {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    const timer = setTimeout(setRested, RESTED, true);
    return () => clearTimeout(timer);
  }, []);
  const Live = useLazyPart(load, rested);
  return Live ? <Live waiting={waiting} /> : children;
}
