'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { ActResult } from '@/server/moderation/people-acting';
import type { PersonRow } from '@/server/moderation/people-list';

interface Props {
  open: boolean;
  kind: 'limit' | 'suspension';
  people: PersonRow[];
  onDone: (kind: 'limit' | 'suspension', results: ActResult[]) => void;
  onClose: () => void;
  finalFocus: () => HTMLElement | null;
}

const load = () => import('./people-act-form').then((module) => module.PeopleActForm);

/** The window in which several people are limited or suspended. */
export function PeopleActDialog({ open, kind, people, onDone, onClose, finalFocus }: Props) {
  const t = useTranslations('people');
  const acting = useTranslations('acting');
  const common = useTranslations('common');
  const Form = useLazyPart(load, open);
  return (
    <Dialog
      open={open && Form !== undefined}
      onOpenChange={(stays) => !stays && onClose()}
      title={t(`ask.${kind}`, { count: people.length })}
      description={acting(`kinds.${kind}.text`)}
      closeLabel={common('close')}
      size="lg"
      finalFocus={finalFocus}
    >
      {Form && (
        <Form
          key={kind}
          kind={kind}
          people={people}
          onDone={(results) => onDone(kind, results)}
          onCancel={onClose}
        />
      )}
    </Dialog>
  );
}
