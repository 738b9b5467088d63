import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import { type Search, tokenOf } from '@/app/(access)/token';
import { EmailChange } from '@/components/access/email-change';
import { getAccessWords } from '@/components/access/words';

type Props = { params: Promise<{ step: string }>; searchParams: Search };

const STEPS = ['approve', 'confirm', 'undo'] as const;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await getTranslations('access');
  return { title: t(`${await stepOf(params)}Title`), referrer: 'no-referrer' };
}

/** A step of a change of address, by the link of a mail. Opening it changes nothing; the button does. */
export default async function EmailChangePage({ params, searchParams }: Props) {
  const [step, t] = await Promise.all([stepOf(params), getTranslations('access')]);
  return (
    <EmailChange
      step={step}
      token={await tokenOf(searchParams)}
      sentences={{
        title: t(`${step}Title`),
        text: t(`${step}Text`),
        action: t(`${step}Action`),
        doneTitle: t(`${step}DoneTitle`),
        done: t(`${step}Done`, { address: '{address}' }),
      }}
      words={await getAccessWords('emailChange')}
    />
  );
}

async function stepOf(params: Props['params']) {
  const { step } = await params;
  return STEPS.find((known) => known === step) ?? notFound();
}
