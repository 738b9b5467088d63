'use client';

import { useTranslations } from 'next-intl';
import { Dialog } from '@/components/ui/dialog';
import { useLazyPart } from '@/components/ui/use-lazy-part';
import type { Subject } from '@/server/moderation/report-inputs';

const load = () => import('./report-steps').then((module) => module.ReportSteps);

const TITLES = {
  profile: 'reportProfile',
  photo: 'reportPhoto',
  message: 'reportMessage',
  group: 'reportGroup',
} as const satisfies Record<Subject['kind'], string>;

interface Props {
  open: boolean;
  subject: Subject;
  /** Whose it is, or of the group, as it stands in a sentence. */
  name: string;
  onClose: () => void;
  finalFocus?: (() => HTMLElement | null) | undefined;
}

/** Reports something to the moderators, in a window over where it is: why, in which words, and what is kept of it. */
export function ReportDialog({ open, subject, name, onClose, finalFocus }: Props) {
  const t = useTranslations('reporting');
  const common = useTranslations('common');
  const Steps = useLazyPart(load, open);
  return (
    <Dialog
      open={open && Steps !== undefined}
      onOpenChange={(stay) => !stay && onClose()}
      title={t(TITLES[subject.kind], { name })}
      closeLabel={common('close')}
      finalFocus={finalFocus}
    >
      {Steps && (
        <Steps key={`${subject.kind} ${subject.id}`} subject={subject} name={name} onClose={onClose} />
      )}
    </Dialog>
  );
}
