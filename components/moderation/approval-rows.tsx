'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { useState } from 'react';
import { isolate } from '@/components/isolate';
import { useRoleName } from '@/components/roles/role-mark';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { DescriptionList } from '@/components/ui/description-list';
import { TextLink } from '@/components/ui/text-link';
import { When } from '@/components/when';
import { momentText } from '@/messages/dates';
import type { ApprovalView } from '@/server/moderation/approval-list';
import { AgreeDialog } from './approval-agree-dialog';
import { useApprovalChange } from './use-approval-change';

interface Props {
  approval: ApprovalView;
}

const TONES = {
  waiting: 'warning',
  approved: 'success',
  refused: 'neutral',
  withdrawn: 'neutral',
  expired: 'neutral',
} as const;

/** What somebody asks for, and the answers that there are to it. */
export function WaitingApproval({ approval }: Props) {
  const t = useTranslations('approvals');
  const momentOf = useMoment();
  const effect = useEffectWords();
  const { run, busy } = useApprovalChange();
  const [agreeing, setAgreeing] = useState(false);
  const { id, isMine, reason, expiresAt } = approval;
  const what = useWhat(approval);

  const decline = () => run((api) => api.moderation.approvals.decline.mutate({ id }), t('declined'));
  const withdraw = () => run((api) => api.moderation.approvals.withdraw.mutate({ id }), t('withdrawn'));

  return (
    <li data-row={id} tabIndex={-1} className="flex flex-col gap-3 py-4 outline-none first:pt-0 last:pb-0">
      <Head approval={approval} what={what} />
      <DescriptionList
        items={[
          { term: t('reason'), details: reason ? <Words text={reason} /> : t('noReason') },
          { term: t('happens'), details: effect(approval) },
        ]}
      />
      <p className="text-sm text-text-muted">
        {t('until', { moment: momentOf(expiresAt) })} {isMine && t('yoursText')}
      </p>
      <div className="flex flex-wrap gap-2">
        {isMine ? (
          <Button loading={busy} aria-label={t('withdrawNamed', { what })} onClick={() => void withdraw()}>
            {t('withdraw')}
          </Button>
        ) : (
          <>
            <Button
              variant="primary"
              aria-haspopup="dialog"
              aria-label={t('agreeNamed', { what })}
              onClick={() => setAgreeing(true)}
            >
              {t('agree')}
            </Button>
            <Button loading={busy} aria-label={t('declineNamed', { what })} onClick={() => void decline()}>
              {t('decline')}
            </Button>
          </>
        )}
      </div>
      <AgreeDialog
        approval={approval}
        effect={effect(approval)}
        open={agreeing}
        onClose={() => setAgreeing(false)}
      />
    </li>
  );
}

/** What became of what was asked for. */
export function DecidedApproval({ approval }: Props) {
  const t = useTranslations('approvals');
  const { state, decidedAt, decidedBy, reason } = approval;
  return (
    <li className="flex flex-col gap-2 py-4 first:pt-0 last:pb-0">
      <Head approval={approval} what={useWhat(approval)} />
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-text-muted">
        <Badge tone={TONES[state]}>{t(`states.${state}`)}</Badge>
        {decidedAt && (
          <span>
            {t.rich('decidedBy', {
              name: decidedBy ? isolate(decidedBy.displayName) : t('somebodyLeft'),
              when: () => <When at={decidedAt} />,
            })}
          </span>
        )}
      </p>
      {reason && <Words text={reason} />}
    </li>
  );
}

function Head({ approval: { person, askedBy, isMine, at }, what }: Props & { what: string }) {
  const t = useTranslations('approvals');
  const when = () => <When at={at} />;
  const name = askedBy ? isolate(askedBy.displayName) : t('somebodyLeft');
  return (
    <div>
      <h3 className="wrap-anywhere text-base">{what}</h3>
      <p className="flex flex-wrap gap-x-3 text-sm text-text-muted">
        <TextLink href={`/admin/users/${person.handle}`}>@{person.handle}</TextLink>
        <span>{isMine ? t.rich('askedByYou', { when }) : t.rich('askedBy', { name, when })}</span>
      </p>
    </div>
  );
}

function Words({ text }: { text: string }) {
  return (
    <bdi dir="auto" className="readable wrap-anywhere block whitespace-pre-wrap text-md">
      {text}
    </bdi>
  );
}

/** What is asked for, in a line. */
function useWhat({ kind, person }: ApprovalView) {
  const t = useTranslations('approvals');
  return t(`titles.${kind}`, { name: isolate(person.displayName || person.handle) });
}

/** What happens once somebody agrees. */
function useEffectWords() {
  const t = useTranslations('approvals');
  const momentOf = useMoment();
  const nameOf = useRoleName();
  return ({ kind, person, role, until }: ApprovalView) => {
    const name = isolate(person.displayName || person.handle);
    if (kind === 'purge') return t('effects.purge', { name });
    const facts = { name, role: role ? isolate(nameOf(role)) : '' };
    if (until === null) return t('effects.administrator', facts);
    return t('effects.administratorUntil', { ...facts, moment: momentOf(until) });
  };
}

function useMoment() {
  const locale = useLocale();
  const timeZone = useTimeZone();
  return (at: string) => momentText({ at: new Date(at), locale, timeZone });
}
