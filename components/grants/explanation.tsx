'use client';

import { CircleCheck, CircleSlash } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { usePermissionWords } from '@/components/roles/permission-words';
import { Badge } from '@/components/ui/badge';
import { Card } from '@/components/ui/card';
import type { Because, Denial, Given, Path, Through } from '@/server/roles/explain';
import type { Explained } from '@/server/roles/explained';
import { GivenWords } from './given-words';
import { SmallestSteps } from './smallest-steps';
import { useNamedWords } from './use-named-words';

/** The answer: yes with every way there is, or no with what does not count and the smallest that would allow it. */
export function Explanation({ answer }: { answer: Explained }) {
  const t = useTranslations('grants');
  const permissionWords = usePermissionWords();
  const { inText } = useNamedWords();
  const { allowed, person, permission, object, objectIsThere, paths, without, denials } = answer;
  const said = {
    who: person ? inText(person) : t('visitorName'),
    permission: permissionWords(permission),
    object: object ? inText(object) : t('everywhereName'),
  };
  const place = useRef<HTMLParagraphElement>(null);
  const shape = `${allowed} ${answer.smallest.length}`;
  const shown = useRef(shape);
  useEffect(() => {
    if (shown.current === shape) return;
    shown.current = shape;
    // The button is gone that changed the answer, and the focus with it.
    if (document.activeElement === document.body) place.current?.focus();
  }, [shape]);
  const Icon = allowed ? CircleCheck : CircleSlash;
  return (
    <Card title={t('answer')}>
      <p ref={place} role="status" tabIndex={-1} className="flex items-start gap-2 text-base outline-none">
        <Icon
          aria-hidden="true"
          className={`mt-0.5 size-5 shrink-0 ${allowed ? 'text-success-text' : 'text-danger-text'}`}
        />
        <span className="wrap-anywhere font-medium">{t(allowed ? 'yes' : 'no', said)}</span>
      </p>
      {!objectIsThere && <p className="text-md text-text-muted">{t('objectGone')}</p>}
      {answer.status !== null && answer.status !== 'active' && (
        <p className="text-md text-text-muted">{t('notActive')}</p>
      )}
      <Facts
        title={t('denialsTitle')}
        facts={denials.map((denial) => ({ ...denial, via: 'denied' as const, moderated: null }))}
      />
      <Facts title={t(allowed ? 'pathsTitle' : 'pathsInVain')} facts={paths} />
      <Facts title={t('withoutTitle')} facts={without} />
      {answer.smallest.length > 0 && <SmallestSteps answer={answer} />}
    </Card>
  );
}

type Fact = Denial & { via: Path['via'] | 'denied'; moderated: Path['moderated'] };

function Facts({ title, facts }: { title: string; facts: readonly Fact[] }) {
  if (facts.length === 0) return null;
  return (
    <div className="flex flex-col gap-2">
      <h3 className="font-medium text-md">{title}</h3>
      <ul className="flex flex-col gap-3">
        {facts.map((fact) => (
          <li
            key={[fact.via, fact.through.id, fact.moderated?.id].join(' ')}
            className="rounded-md border p-3"
          >
            <FactPath fact={fact} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** How one leads to the other, step by step: who is in what, and what that was given. */
function FactPath({ fact: { via, through, given, moderated, because } }: { fact: Fact }) {
  const t = useTranslations('grants');
  const name = useThroughName()(through);
  const business = moderated && { group: moderated.name ?? t('kinds.group') };
  const step = () => {
    if (via === 'standing') return t(`standing.${through.membership?.standing ?? 'member'}`, { name });
    if (via === 'moderating') return t('step.moderating', { name, group: business?.group ?? '' });
    return t(`step.${via}`, { name });
  };
  return (
    <>
      <ol className="flex flex-col gap-1.5">
        {through.membership && (
          <Step
            text={t(through.kind === 'role' ? 'step.inRole' : 'step.inGroup', { name })}
            given={through.membership}
          />
        )}
        {via === 'standing' ? (
          <Step text={step()} />
        ) : (
          <Step text={step()} given={given} isDenial={via === 'denied'} />
        )}
        {business && <Step text={t('step.business', business)} />}
      </ol>
      <BecauseBadges because={because} />
    </>
  );
}

function Step({ text, given, isDenial = false }: { text: string; given?: Given; isDenial?: boolean }) {
  return (
    <li className="border-s-2 ps-3">
      <p className="wrap-anywhere text-md">{text}</p>
      {given && (
        <GivenWords
          given={{
            by: given.by?.handle ?? null,
            at: given.at,
            until: given.until,
            reason: given.reason,
            isDenial,
          }}
        />
      )}
    </li>
  );
}

function BecauseBadges({ because }: { because: readonly Because[] }) {
  const t = useTranslations('grants');
  if (because.length === 0) return null;
  return (
    <p className="mt-2 flex flex-wrap gap-2">
      {because.map((one) => (
        <Badge key={one} tone="warning">
          {t(`because.${one}`)}
        </Badge>
      ))}
    </p>
  );
}

function useThroughName() {
  const t = useTranslations('grants');
  const { inText } = useNamedWords();
  return ({ kind, name, roleKey }: Through) =>
    kind === 'self' ? t('themselves') : inText({ kind, name, roleKey, handle: null, subjectKind: null });
}
