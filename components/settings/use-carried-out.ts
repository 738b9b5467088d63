import { useRouter } from 'next/navigation';
import { useEffect, useEffectEvent, useState, useTransition } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';

/**
 * The answer to a question, carried out: once it is done the page is read anew, and `onDone` is called when it says the
 * same, so that the focus then goes to something that stays. What was refused stands in the question.
 */
export function useCarriedOut<Outcome>(act: () => Promise<Outcome>, onDone: (outcome: Outcome) => void) {
  const router = useRouter();
  const [acting, setActing] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const [done, setDone] = useState<{ outcome: Outcome }>();
  const [refreshing, startRefreshing] = useTransition();

  async function carryOut() {
    setRefusal(undefined);
    setActing(true);
    try {
      const outcome = await act();
      setDone({ outcome });
      startRefreshing(() => router.refresh());
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      setActing(false);
    }
  }

  const finish = useEffectEvent(onDone);
  useEffect(() => {
    if (done && !refreshing) finish(done.outcome);
  }, [done, refreshing]);

  return { carryOut, busy: acting || refreshing, isDone: done !== undefined, refusal };
}
