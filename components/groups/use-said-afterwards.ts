import { useEffect, useRef } from 'react';
import { showToast } from '@/components/ui/toast';

/** Says what was done once this page is gone: a message over the page would go with it. */
export function useSaidAfterwards() {
  const said = useRef<string>(undefined);
  useEffect(
    () => () => {
      if (said.current !== undefined) void showToast({ text: said.current, tone: 'success' });
    },
    [],
  );
  return (text: string) => {
    said.current = text;
  };
}
