'use client';

import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { isolate } from '@/components/isolate';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import { When } from '@/components/when';
import type { CaseAppeal, CaseView } from '@/server/moderation/case-page';
import { DecideAppeal } from './appeal-decision';

interface Props {
  appeal: CaseAppeal;
  claim: CaseView['claim'];
  isOfGroup: boolean;
}

/** What somebody says against what was done about them or a group of theirs, who decides it, and what was answered. */
export function AppealCard({ appeal, claim, isOfGroup }: Props) {
  const t = useTranslations('cases');
  // The button that was pressed goes with what it did; the focus stays at the appeal, on what holds no button.
  const place = useRef<HTMLSpanElement>(null);
  const { id, words, at, outcome, decidedAt, answer, isAgainstMe, isMakerGone } = appeal;
  const holder = claim && !claim.isMine ? claim.by : null;
  return (
    <div className="relative">
      <span ref={place} tabIndex={-1} className="sr-only">
        {t('appeal')}
      </span>
      <Card
        title={t('appeal')}
        aside={
          <Badge tone={outcome ? 'neutral' : 'warning'}>{t(`appealOutcomes.${outcome ?? 'waiting'}`)}</Badge>
        }
      >
        <div>
          <Words text={words} />
          <p className="mt-1 text-sm text-text-muted">
            <When at={at} />
          </p>
        </div>
        {!outcome && isMakerGone && <p className="text-md text-text-muted">{t('appealMakerGone')}</p>}
        {outcome && (
          <div>
            <h3 className="mb-1 text-base">{t('answer')}</h3>
            <Words text={answer} />
            {decidedAt && (
              <p className="mt-1 text-sm text-text-muted">
                <When at={decidedAt} />
              </p>
            )}
          </div>
        )}
        {!outcome && isAgainstMe && <p className="text-md text-text-muted">{t('appealFirst')}</p>}
        {!outcome && !isAgainstMe && holder && (
          <p className="text-md text-text-muted">
            {t('appealTheirs', { name: isolate(holder.displayName) })}
          </p>
        )}
        {!isAgainstMe && !holder && (
          <DecideAppeal
            id={id}
            isOfGroup={isOfGroup}
            isMakerGone={isMakerGone}
            decided={outcome !== null}
            place={() => place.current}
          />
        )}
      </Card>
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
