'use client';

import { ShieldAlert, ShieldCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { showSetting } from '@/components/navigation/show-setting';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { DescriptionList } from '@/components/ui/description-list';
import { type Advice, type Factors, needsSecondFactor, type readiness } from '@/server/auth/rules';
import type { CardName } from './card-names';
import { UnreadCard } from './unread-card';
import { useFactorLists } from './use-factor-lists';

/** How a person gets in, and how ready they are for the loss of a device. */
export type Readiness = ReturnType<typeof readiness> & { factors: Factors };

/** Where each advice leads, and the words of the button there, so that one is known by the other. */
const STEPS = {
  addSecondFactor: { card: 'passkeys', label: 'passkeys.add' },
  addSecondPasskey: { card: 'passkeys', label: 'passkeys.add' },
  addRecoveryCodes: { card: 'recoveryCodes', label: 'recoveryCodes.make' },
  fewRecoveryCodes: { card: 'recoveryCodes', label: 'recoveryCodes.makeNew' },
} as const satisfies Record<Exclude<Advice, 'nothing'>, { card: CardName; label: string }>;

/** Says what would happen, and the one next thing to do. */
export function ReadinessPanel({ readiness }: { readiness: Readiness | undefined }) {
  const t = useTranslations('security');
  const lists = useFactorLists();
  if (!readiness) return <UnreadCard id="readiness" title={t('readiness.title')} />;
  const { factors, ways, phoneLost, next } = readiness;
  const list = lists.ways(factors, 'conjunction');
  const advice =
    next === 'addSecondFactor' && !factors.password ? ('addSecondFactorElsewhere' as const) : next;
  const lost = phoneLost === 'fine' && !factors.passkeys ? 'fineElsewhere' : phoneLost;
  return (
    <Card
      id="readiness"
      title={t('readiness.title')}
      aside={<State readiness={readiness} />}
      hint={t(`readiness.next.${advice}`)}
      action={next !== 'nothing' && <Step {...STEPS[next]} />}
    >
      <DescriptionList
        items={[
          { term: t('readiness.ways'), details: t('readiness.waysText', { count: ways, list }) },
          { term: t('readiness.second'), details: <SecondFactor factors={factors} /> },
          { term: t('readiness.phone'), details: t(`readiness.phoneLost.${lost}`) },
        ]}
      />
    </Card>
  );
}

function SecondFactor({ factors }: { factors: Factors }) {
  const t = useTranslations('security.readiness');
  const lists = useFactorLists();
  if (!needsSecondFactor(factors)) return t(factors.password ? 'secondOff' : 'secondOffElsewhere');
  if (!factors.password && !factors.connections) return t('secondInOne');
  return t('secondOn', { list: lists.second(factors) });
}

function State({ readiness: { phoneLost, next } }: { readiness: Readiness }) {
  const t = useTranslations('security.readiness');
  if (phoneLost === 'lockedOut') {
    return (
      <Badge tone="danger" icon={<ShieldAlert aria-hidden="true" />}>
        {t('atRisk')}
      </Badge>
    );
  }
  if (next === 'nothing') {
    return (
      <Badge tone="success" icon={<ShieldCheck aria-hidden="true" />}>
        {t('ready')}
      </Badge>
    );
  }
  return (
    <Badge tone="warning" icon={<ShieldAlert aria-hidden="true" />}>
      {t('toDo')}
    </Badge>
  );
}

function Step({ card, label }: (typeof STEPS)[keyof typeof STEPS]) {
  const t = useTranslations('security');
  const stay = () => undefined;
  return (
    <Button variant="primary" onClick={() => showSetting({ href: location.pathname, id: card, go: stay })}>
      {t(label)}
    </Button>
  );
}
