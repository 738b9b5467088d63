import { unstable_rethrow } from 'next/navigation';
import { getFormatter, getTranslations } from 'next-intl/server';
import { UnreadFigures } from '@/components/admin/unread-figures';
import { Cell, HeadCell, Row, Table } from '@/components/ui/table';
import { When } from '@/components/when';
import { forPage } from '@/server/caller';

const STATES = ['waiting', 'running', 'retrying', 'dead'] as const;

/** How mail and the other jobs come along. */
export async function WorkFigures() {
  const [stats, t, format] = await Promise.all([
    forPage('/admin', (api) => api.moderation.stats.work()).catch((error) => {
      unstable_rethrow(error);
      return undefined;
    }),
    getTranslations('admin.stats.work'),
    getFormatter(),
  ]);
  if (!stats) return <UnreadFigures />;
  const { workers, oldestDueAt } = stats;
  return (
    <div className="flex flex-col gap-3">
      <p className="text-md text-text-muted">
        {t('workers', { count: workers })}{' '}
        {oldestDueAt ? t.rich('oldest', { at: () => <When at={oldestDueAt} /> }) : t('onTime')}
      </p>
      <Table caption={t('title')}>
        <thead>
          <tr>
            <HeadCell>{t('kind')}</HeadCell>
            {STATES.map((state) => (
              <HeadCell key={state} numeric>
                {t(state)}
              </HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['mail', 'other'] as const).map((kind) => (
            <Row key={kind}>
              <HeadCell scope="row">{t(kind)}</HeadCell>
              {STATES.map((state) => (
                <Cell key={state} numeric>
                  {format.number(stats[kind][state])}
                </Cell>
              ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </div>
  );
}
