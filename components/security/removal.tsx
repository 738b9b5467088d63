'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';
import { trpc } from '@/components/trpc';
import { useRefusalToast } from '@/components/use-refusal-toast';
import type { RemovalPreview } from '@/server/auth/readiness';
import type { Removable } from '@/server/auth/rules';
import type { CardName } from './card-names';
import { RemovalDialog } from './removal-dialog';

/** Something that a person wants to be without. */
export interface Removal {
  factor: Removable;
  /** Of a passkey or an authenticator app. */
  id?: string;
  /** What it is called; a password has no name. */
  name?: string;
  /** Where it stands: the focus goes there when it is gone. */
  card: CardName;
  /** Does it. @returns what to say then */
  remove: (options: { endSessions: boolean }) => Promise<string>;
}

/** A question that is open, or was a moment ago. */
export interface Question {
  number: number;
  removal: Removal;
  preview: RemovalPreview;
  open: boolean;
}

const RemovalContext = createContext<(removal: Removal) => Promise<void>>(() => Promise.resolve());

/**
 * Asks before something is removed, once it is known what would be left: which ways in remain, and which sessions it
 * opened. Resolves when the question stands.
 */
export function useRemoval() {
  return useContext(RemovalContext);
}

/** The one question of the page. */
export function RemovalProvider({ children }: { children: ReactNode }) {
  const tellRefusal = useRefusalToast();
  const [question, setQuestion] = useState<Question>();

  async function ask(removal: Removal) {
    const { factor, id } = removal;
    try {
      const preview = await trpc.auth.removalPreview.query({ factor, ...(id && { id }) });
      setQuestion((last) => ({ number: (last?.number ?? 0) + 1, removal, preview, open: true }));
    } catch (error) {
      tellRefusal(error);
    }
  }

  return (
    <RemovalContext value={ask}>
      {children}
      {question && (
        <RemovalDialog
          key={question.number}
          question={question}
          onClose={() => setQuestion((now) => now && { ...now, open: false })}
        />
      )}
    </RemovalContext>
  );
}
