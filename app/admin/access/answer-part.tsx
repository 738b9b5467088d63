import { unstable_rethrow } from 'next/navigation';
import { getTranslations } from 'next-intl/server';
import type { explainInput } from '@/components/grants/access-address';
import { Explanation } from '@/components/grants/explanation';
import { UnreadPart } from '@/components/settings/unread-part';
import { Card } from '@/components/ui/card';
import { forPage } from '@/server/caller';

/** The answer, or that there is none: the question stands in both cases. */
export async function AnswerPart({ input }: { input: NonNullable<ReturnType<typeof explainInput>> }) {
  const t = await getTranslations('grants');
  const answer = await forPage('/admin/access', (api) => api.roles.explain(input)).catch((error) => {
    unstable_rethrow(error);
    return undefined;
  });
  if (answer) return <Explanation answer={answer} />;
  return (
    <Card title={t('answer')}>
      <UnreadPart title={t('unread')} text={t('unreadText')} />
    </Card>
  );
}
