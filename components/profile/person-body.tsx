import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { PersonAvatar } from '@/components/photo/person-avatar';
import { Banner } from '@/components/ui/banner';
import type { PersonView } from '@/server/privacy/person';
import { PersonFacts } from './person-facts';
import { RichText } from './rich-text';

interface Props {
  person: PersonView;
  /** 1 on the page itself. */
  headingLevel?: 1 | 3;
  /** What whoever looks can do, beside the name. */
  actions?: ReactNode;
}

/** A person's page, from what somebody may see of them: the page itself and "View as" draw the same. */
export function PersonBody({ person, headingLevel = 1, actions }: Props) {
  const t = useTranslations('person');
  const Heading = headingLevel === 1 ? 'h1' : 'h3';
  const { userId, displayName, handle, pronouns, photo, bio } = person;
  return (
    <>
      {person.relation.asStaff && <Banner className="mb-6">{t('asStaff')}</Banner>}
      <div className="flex flex-wrap items-start gap-x-5 gap-y-4">
        <PersonAvatar id={userId} name={displayName} size="xl" photoId={photo?.id} label={photo?.alt} />
        <div className="min-w-0 flex-1 basis-56">
          <Heading className="wrap-anywhere">
            <bdi>{displayName}</bdi>
          </Heading>
          <p className="wrap-anywhere text-md text-text-muted">
            @{handle}
            {pronouns && <bdi> · {pronouns}</bdi>}
          </p>
        </div>
        {actions}
      </div>
      <div className="readable mt-8 text-base">
        {bio ? (
          <RichText text={bio} />
        ) : (
          <p className="text-text-muted">{t.rich('bioNone', { name: () => <bdi>{displayName}</bdi> })}</p>
        )}
      </div>
      <PersonFacts person={person} />
    </>
  );
}
