import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { type Refusal, refusalOf } from '@/components/refusal';
import { isUnconfirmed, useConfirmed } from '@/components/step-up/step-up-context';
import { showToast } from '@/components/ui/toast';
import { type CreationProblem, createPasskey, PasskeyNotMade } from './create-passkey';

/** Makes a passkey at a press, and keeps what there is to say about it. */
export function useCreatePasskey() {
  const t = useTranslations('passkeyCreation');
  const confirmed = useConfirmed();
  const [creating, setCreating] = useState(false);
  const [problem, setProblem] = useState<CreationProblem>();
  const [refusal, setRefusal] = useState<Refusal>();

  /** @returns the passkey, or undefined when there is none */
  async function create() {
    setProblem(undefined);
    setRefusal(undefined);
    setCreating(true);
    try {
      const added = await createPasskey({ confirmed });
      void showToast({ text: t('added', { name: added.name }), tone: 'success' });
      return added;
    } catch (error) {
      if (error instanceof PasskeyNotMade) setProblem(error.problem);
      else if (!isUnconfirmed(error)) setRefusal(refusalOf(error));
      return undefined;
    } finally {
      setCreating(false);
    }
  }

  return { create, creating, problem, refusal };
}
