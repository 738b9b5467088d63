import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import { isRule } from '@/components/moderation/case-rules';
import { Quoted } from '@/components/moderation/quoted';
import { Banner } from '@/components/ui/banner';
import { TextLink } from '@/components/ui/text-link';
import { momentText } from '@/messages/dates';
import type { GroupPage } from '@/server/groups/types';

/** That moderators have hidden a group; to its owners also why, until when, and where they appeal. */
export function HiddenNote({ hiding }: Pick<GroupPage, 'hiding'>) {
  const t = useTranslations('groups');
  const rules = useTranslations('standing.rules');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  if (!hiding) return <Banner tone="warning">{t('hiddenNote')}</Banner>;
  const { rule, words, endsAt } = hiding;
  return (
    <Banner tone="warning">
      <p>
        {t('hiddenNote')} {t('hiddenWhy')}
      </p>
      <Quoted words={words} className="my-2 border-warning/45" />
      <p className="flex flex-wrap gap-x-4 gap-y-1">
        {isRule(rule) && <span>{t('hiddenRule', { rule: rules(rule) })}</span>}
        <span>
          {endsAt === null
            ? t('hiddenNoEnd')
            : t('hiddenUntil', { moment: momentText({ ...zone, at: new Date(endsAt) }) })}
        </span>
        <TextLink href="/settings/standing">{t('hiddenAppeal')}</TextLink>
      </p>
    </Banner>
  );
}
