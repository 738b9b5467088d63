'use client';

import { useTranslations } from 'next-intl';
import type { MouseEvent } from 'react';
import { PersonBody } from '@/components/profile/person-body';
import { EmptyState } from '@/components/ui/empty-state';
import type { Preview, Relation } from '@/server/privacy/person';
import { Differences } from './differences';

/** The page as they get it, by the parts that the page itself is made of; beside it what saving would change. */
export function PreviewOf({ preview, count }: { preview: Preview; count: number }) {
  const t = useTranslations('privacy.viewAs');
  const errors = useTranslations('errors');
  const { changed: person, differences } = preview;
  return (
    <div className={count ? 'grid gap-4 sm:grid-cols-[minmax(0,1fr)_13rem]' : 'flex flex-col gap-4'}>
      {count > 0 && (
        <div className="sm:order-last">
          <Differences differences={differences} />
        </div>
      )}
      <div className="flex min-w-0 flex-col gap-3">
        {!person && <p className="text-md">{t('missing')}</p>}
        <section
          aria-label={t('frame')}
          onClickCapture={openBeside}
          className="rounded-lg border bg-background p-4 sm:p-6"
        >
          {person ? (
            <PersonBody person={person} headingLevel={3} />
          ) : (
            <EmptyState title={errors('notFoundTitle')} text={errors('notFoundText')} />
          )}
        </section>
        {person && <WhatTheyCan relation={person.relation} />}
      </div>
    </div>
  );
}

function WhatTheyCan({ relation: { mayMessage, mayAsk } }: { relation: Relation }) {
  const t = useTranslations('privacy.viewAs');
  if (!mayMessage && !mayAsk) return <p className="text-sm text-text-muted">{t('mayNothing')}</p>;
  return (
    <div className="text-sm text-text-muted">
      <p>{t('may')}</p>
      <ul className="list-disc ps-5">
        {mayMessage && <li>{t('mayMessage')}</li>}
        {mayAsk && <li>{t('mayAsk')}</li>}
      </ul>
    </div>
  );
}

/** A link of the page opens in another tab: it is there to be looked at, and nothing unsaved is left for it. */
function openBeside(event: MouseEvent) {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (!link?.href.startsWith('http')) return;
  event.preventDefault();
  window.open(link.href, '_blank', 'noopener,noreferrer');
}
