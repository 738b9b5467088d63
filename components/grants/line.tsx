'use client';

import { useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { Button } from '@/components/ui/button';
import { type GivenFacts, GivenWords } from './given-words';

/** The lines of a part, with a rule between. */
export function Lines({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y border-y">
      {children}
    </ul>
  );
}

interface Props {
  title: ReactNode;
  /** On what, or for whom. */
  subject?: { name: string; detail: string };
  /** The subject is for whom, not on what. */
  isOf?: boolean;
  given: GivenFacts;
  action: string;
  /** The same in full, beginning with that word. */
  actionName: string;
  onAction: () => Promise<void>;
}

/** One thing that is given or denied, who did it, and its taking back. */
export function Line({ title, subject, isOf = false, given, action, actionName, onAction }: Props) {
  const t = useTranslations('grants');
  const [doing, setDoing] = useState(false);
  return (
    <li className="flex flex-wrap items-start gap-x-4 gap-y-2 py-2.5">
      <div className="min-w-0 flex-1 basis-60">
        <p className="wrap-anywhere text-md">
          {title}
          {subject && (
            <>
              {' '}
              <span className="text-text-muted">{t(isOf ? 'ofSubject' : 'onSubject')}</span>{' '}
              <bdi>{subject.name}</bdi> <span className="text-sm text-text-muted">{subject.detail}</span>
            </>
          )}
        </p>
        <GivenWords given={given} />
      </div>
      <Button
        size="sm"
        loading={doing}
        aria-label={actionName}
        onClick={async () => {
          setDoing(true);
          await onAction();
          setDoing(false);
        }}
      >
        {action}
      </Button>
    </li>
  );
}
