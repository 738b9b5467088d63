'use client';

import { useEffect, useState } from 'react';
import { onToastWaiting } from './toast';
import { useLazyPart } from './use-lazy-part';

export type ToasterProps = {
  /** Names the region ("Messages") and the cross of each message. */
  label: string;
  closeLabel: string;
};

const load = () => import('./toaster-region').then((module) => module.ToasterRegion);

/** Where messages of `showToast` appear; once, in the layout. Its code comes with the first use of the page or the first message. */
export function Toaster(props: ToasterProps) {
  const [wanted, setWanted] = useState(false);
  useEffect(() => onToastWaiting(() => setWanted(true)), []);
  const Region = useLazyPart(load, wanted);
  return Region && <Region {...props} />;
}
