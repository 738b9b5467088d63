import { unstable_rethrow } from 'next/navigation';
import { getFormatter, getLocale, getTranslations } from 'next-intl/server';
import { OverviewChart } from '@/components/admin/overview-chart';
import { UnreadFigures } from '@/components/admin/unread-figures';
import { TextLink } from '@/components/ui/text-link';
import { shortDayText } from '@/messages/dates';
import { forPage } from '@/server/caller';
import type { StatsRange } from '@/server/moderation/stats-inputs';

type Api = Parameters<Parameters<typeof forPage>[1]>[0];

/** What one part shows, or undefined where it could not be read: the others stand. */
async function read<T>(ask: (api: Api) => Promise<T>): Promise<T | undefined> {
  return forPage('/admin', ask).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
}

async function dayNames() {
  const [format, language] = await Promise.all([getFormatter(), getLocale()]);
  const locale = language === 'fr' ? 'fr' : 'en';
  return (day: string) => ({
    short: shortDayText({ at: new Date(day), locale, timeZone: 'UTC' }),
    name: format.dateTime(new Date(day), {
      weekday: 'short',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    }),
  });
}

/** Open cases by age, and how long it takes until somebody does something about one. */
export async function CaseFigures({ days }: { days: StatsRange }) {
  const [stats, t, format, nameOf] = await Promise.all([
    read((api) => api.moderation.stats.cases({ days })),
    getTranslations('admin.stats'),
    getFormatter(),
    dayNames(),
  ]);
  if (!stats) return <UnreadFigures />;
  const unclaimed = stats.ages.reduce((sum, age) => sum + age.unclaimed, 0);
  const count = stats.ages.reduce((sum, age) => sum + age.claimed, unclaimed);
  const cut = stats.isCut ? ` ${t('ages.cut', { count: format.number(count) })}` : '';
  return (
    <>
      <OverviewChart
        kind="shares"
        title={t('ages.title')}
        text={t('ages.text', { count, unclaimed }) + cut}
        rowHead={t('ages.open')}
        series={[
          { key: 'unclaimed', name: t('ages.unclaimed'), color: 'warning' },
          { key: 'claimed', name: t('ages.claimed'), color: 'accent' },
        ]}
        rows={stats.ages.map(({ age, ...values }) => ({
          short: t(`ages.${age}`),
          name: t(`ages.${age}`),
          values,
        }))}
        empty={{ title: t('ages.empty'), text: t('ages.emptyText') }}
        aside={<TextLink href="/admin/reports">{t('ages.toQueue')}</TextLink>}
      />
      <OverviewChart
        kind="lines"
        title={t('first.title')}
        text={t('first.text')}
        rowHead={t('day')}
        series={[
          { key: 'medianHours', name: t('first.median'), color: 'accent' },
          { key: 'slowHours', name: t('first.slow'), color: 'warning' },
          { key: 'opened', name: t('first.opened'), color: 'muted', isAside: true },
          { key: 'waiting', name: t('first.waiting'), color: 'muted', isAside: true },
        ]}
        rows={stats.days.map(({ day, ...values }) => ({ ...nameOf(day), values }))}
        empty={{ title: t('first.empty'), text: t('first.emptyText') }}
      />
    </>
  );
}

/** Who comes in, and who tries to. */
export async function AccessFigures({ days }: { days: StatsRange }) {
  const [stats, t, nameOf] = await Promise.all([
    read((api) => api.moderation.stats.access({ days })),
    getTranslations('admin.stats'),
    dayNames(),
  ]);
  if (!stats) return <UnreadFigures />;
  const total = (name: 'signUps' | 'signIns' | 'failures') =>
    stats.days.reduce((sum, day) => sum + day[name], 0);
  return (
    <>
      <OverviewChart
        kind="bars"
        title={t('signUps.title')}
        text={t('signUps.text', { count: total('signUps'), days })}
        rowHead={t('day')}
        most={stats.most}
        series={[{ key: 'signUps', name: t('signUps.series'), color: 'accent' }]}
        rows={stats.days.map(({ day, signUps }) => ({ ...nameOf(day), values: { signUps } }))}
        empty={{ title: t('signUps.empty'), text: t('signUps.emptyText') }}
      />
      <OverviewChart
        kind="lines"
        title={t('access.title')}
        text={t('access.text', { count: total('signIns'), failures: total('failures'), days })}
        rowHead={t('day')}
        most={stats.most}
        series={[
          { key: 'signIns', name: t('access.signIns'), color: 'accent' },
          { key: 'failures', name: t('access.failures'), color: 'danger' },
        ]}
        rows={stats.days.map(({ day, signIns, failures }) => ({
          ...nameOf(day),
          values: { signIns, failures },
        }))}
        empty={{ title: t('access.empty'), text: t('access.emptyText') }}
      />
    </>
  );
}

/** With what people sign in. */
export async function FactorFigures() {
  const [stats, t, format] = await Promise.all([
    read((api) => api.moderation.stats.factors()),
    getTranslations('admin.stats'),
    getFormatter(),
  ]);
  if (!stats) return <UnreadFigures />;
  const { people, isSample, noSecond } = stats;
  const share = format.number(people ? (people - noSecond) / people : 0, { style: 'percent' });
  const sample = isSample ? ` ${t('factors.sample', { count: format.number(people) })}` : '';
  return (
    <OverviewChart
      kind="shares"
      title={t('factors.title')}
      text={t('factors.text', { share }) + sample}
      rowHead={t('factors.way')}
      series={[{ key: 'people', name: t('factors.people'), color: 'accent' }]}
      rows={(['passkey', 'authenticator', 'recoveryCodes', 'noSecond'] as const).map((way) => ({
        short: t(`factors.${way}`),
        name: t(`factors.${way}`),
        values: { people: stats[way] },
      }))}
      empty={{ title: t('factors.empty'), text: t('factors.emptyText') }}
    />
  );
}
