'use client';

import { useLocale, useTimeZone, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { DescriptionList } from '@/components/ui/description-list';
import { momentText } from '@/messages/dates';
import type { Evidence } from '@/server/moderation/evidence-view';

interface Props {
  evidence: Evidence;
  /** Where the photo is that belongs to it. */
  photoSource?: string | undefined;
  /** Where there is nothing to show. */
  nothing: ReactNode;
}

/** What a report keeps, field by field as it was; nothing in it becomes a link. */
export function EvidenceList({ evidence, photoSource, nothing }: Props) {
  const t = useTranslations('reporting.evidence');
  const zone = { locale: useLocale(), timeZone: useTimeZone() };
  const { displayName, handle, name, description, bio, pronouns, location, website, body, at, alt } =
    evidence;
  const texts = [
    [t('name'), displayName],
    [t('handle'), handle && `@${handle}`],
    [t('group'), name],
    [t('description'), description],
    [t('message'), body],
    [t('bio'), bio],
    [t('pronouns'), pronouns],
    [t('location'), location],
    [t('website'), website],
    [t('alt'), alt],
  ] as const;
  const items = [
    ...(photoSource === undefined
      ? []
      : [
          {
            term: t('photo'),
            // biome-ignore lint/performance/noImgElement: it has its size already, and is shown to few.
            details: <img src={photoSource} alt={t('photoAlt')} className="size-32 rounded-md border" />,
          },
        ]),
    ...texts.flatMap(([term, text]) =>
      text
        ? [
            {
              term,
              details: (
                <bdi dir="auto" className="block whitespace-pre-wrap">
                  {text}
                </bdi>
              ),
            },
          ]
        : [],
    ),
    ...(at ? [{ term: t('at'), details: momentText({ ...zone, at: new Date(at) }) }] : []),
  ];
  if (items.length === 0) return <p className="text-md text-text-muted">{nothing}</p>;
  return <DescriptionList items={items} />;
}
