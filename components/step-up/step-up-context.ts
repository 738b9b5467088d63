import { createContext, useContext } from 'react';
import { refusalOf } from '@/components/refusal';

export interface StepUp {
  /** Asks the person to confirm who they are. @returns whether they did */
  confirm(): Promise<boolean>;
}

export const StepUpContext = createContext<StepUp>({ confirm: () => Promise.resolve(false) });

/**
 * Runs an action. When the server wants to know first that it is you, one dialog asks, and the action goes on by itself
 * afterwards. @throws what the action throws; STEP_UP_REQUIRED when the person would not confirm
 */
export function useConfirmed() {
  const { confirm } = useContext(StepUpContext);
  return async <Result>(action: () => Promise<Result>): Promise<Result> => {
    for (;;) {
      try {
        return await action();
      } catch (error) {
        if (!isUnconfirmed(error) || !(await confirm())) throw error;
      }
    }
  };
}

/** Whether nothing was done because the person closed the question: they know, so there is nothing to say. */
export function isUnconfirmed(error: unknown) {
  return refusalOf(error).reason === 'STEP_UP_REQUIRED';
}
