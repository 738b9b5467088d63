'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
  useTransition,
} from 'react';

const ReadAnew = createContext<(() => void) | undefined>(undefined);

/**
 * What is in it reads its page anew one time after the other. Next takes a page whose search was changed by
 * `history.replaceState` for one that does not match what the server answers; the first such answer it takes over, and
 * a second one that comes before that is done has it load the whole document, with all that was typed and said in it.
 */
export function OneReadingAtATime({ children }: { children: ReactNode }) {
  const router = useRouter();
  const [reading, startReading] = useTransition();
  const [wished, setWished] = useState(0);
  const [begun, setBegun] = useState(0);

  if (wished > begun && !reading) setBegun(wished);
  const begin = useEffectEvent(() => startReading(() => router.refresh()));
  useEffect(() => {
    if (begun > 0) begin();
  }, [begun]);
  const readAnew = useMemo(() => () => setWished((before) => before + 1), []);

  return <ReadAnew value={readAnew}>{children}</ReadAnew>;
}

/**
 * Reads the page anew, in place. Inside of `OneReadingAtATime` what is asked for while a reading is under way is one more
 * after it.
 */
export function useReadAnew(): () => void {
  const router = useRouter();
  const [, startReading] = useTransition();
  const oneAtATime = useContext(ReadAnew);
  return oneAtATime ?? (() => startReading(() => router.refresh()));
}
