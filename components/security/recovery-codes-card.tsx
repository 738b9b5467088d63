'use client';

import { LifeBuoy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { StepUpOutlet } from '@/components/step-up/step-up-provider';
import { AlertDialog } from '@/components/ui/alert-dialog';
import { Badge } from '@/components/ui/badge';
import { Banner } from '@/components/ui/banner';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import type { RecoveryCodeStatus } from '@/server/auth/recovery-codes';
import { useNewCodes } from './recovery-codes';
import { UnreadCard } from './unread-card';

/** Below this many the person is told to make new ones. */
const FEW = 3;

interface Props {
  status: RecoveryCodeStatus | undefined;
  /** Whether there is a second factor that they could stand in for; undefined when that is not known. */
  needed: boolean | undefined;
}

/** How many recovery codes are left, and new ones. */
export function RecoveryCodesCard({ status, needed }: Props) {
  const t = useTranslations('security.recoveryCodes');
  const title = useTranslations('securityCards')('recoveryCodes');
  if (!status) return <UnreadCard id="recoveryCodes" title={title} />;
  const { total } = status;
  if (needed === false) {
    return (
      <Card id="recoveryCodes" title={title} description={t('text')}>
        <p className="text-md">
          {t.rich('needless', { link: (words) => <TextLink href="#passkeys">{words}</TextLink> })}
        </p>
      </Card>
    );
  }
  return (
    <Card id="recoveryCodes" title={title} description={t('text')} action={<MakeButton status={status} />}>
      {total === 0 ? (
        <EmptyState icon={<LifeBuoy />} title={t('empty')} text={t('emptyText')} />
      ) : (
        <SetFacts status={status} />
      )}
    </Card>
  );
}

function SetFacts({ status: { left, total, createdAt, savedAt } }: { status: RecoveryCodeStatus }) {
  const t = useTranslations('security.recoveryCodes');
  const when = (at: Date) => ({ when: () => <When at={at} /> });
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm text-text-muted">
        <Badge tone={left === 0 ? 'danger' : left <= FEW ? 'warning' : 'success'}>
          {t('left', { left, total })}
        </Badge>
        {createdAt && <span>{t.rich('made', when(createdAt))}</span>}
        {savedAt && <span>{t.rich('saved', when(savedAt))}</span>}
      </div>
      {left > 0 && !savedAt && <Banner tone="warning">{t('unsaved')}</Banner>}
      {left <= FEW && <Banner tone="warning">{t('few')}</Banner>}
    </div>
  );
}

/** Makes codes at once when there are none to lose, and asks first when there are. */
function MakeButton({ status: { left, total } }: { status: RecoveryCodeStatus }) {
  const t = useTranslations('security.recoveryCodes');
  const common = useTranslations('common');
  const makeNewCodes = useNewCodes();
  const [asking, setAsking] = useState(false);
  const [making, setMaking] = useState(false);

  async function make() {
    setMaking(true);
    await makeNewCodes();
    setMaking(false);
    setAsking(false);
  }

  return (
    <>
      <Button loading={making} onClick={() => (left > 0 ? setAsking(true) : make())}>
        {t(total > 0 ? 'makeNew' : 'make')}
      </Button>
      <AlertDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('replaceTitle')}
        description={t('replaceText', { left })}
        cancelLabel={common('cancel')}
        confirmLabel={t('makeNew')}
        loading={making}
        onConfirm={make}
      >
        <StepUpOutlet />
      </AlertDialog>
    </>
  );
}
