import type { ReactNode } from 'react';
import { StepUpProvider } from '@/components/step-up/step-up-provider';
import { Words, type WordsName } from '@/components/words';

/** What every page of the administration says: refusals, errors, and the proof that a change asks for. */
const EVERYWHERE = ['common', 'reasons', 'problems', 'errors', 'stepUp', 'passkeyCreation'] as const;

interface Props {
  /** What else its parts say. */
  names: WordsName[];
  /** Its heading and a sentence below; absent where the page is about one thing and says so itself. */
  head?: { title: ReactNode; lead: ReactNode };
  children: ReactNode;
}

/** A page of the administration: its sentences, its heading, and the dialog that confirms who acts. */
export function StaffPage({ names, head, children }: Props) {
  return (
    <Words names={[...EVERYWHERE, ...names]}>
      <StepUpProvider isStaff>
        {head && (
          <>
            <h1>{head.title}</h1>
            <p className="readable mt-1 mb-6 text-md text-text-muted">{head.lead}</p>
          </>
        )}
        {children}
      </StepUpProvider>
    </Words>
  );
}
