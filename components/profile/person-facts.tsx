import { CalendarDays, Clock, History, LinkIcon, Mail, MapPin, UsersRound } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { TextLink } from '@/components/ui/text-link';
import { dateText } from '@/messages/dates';
import type { PersonView } from '@/server/privacy/person';
import { readableAddress } from './readable-address';
import { zoneName } from './time-zones';

/** What else a person tells, a line each; what they left out or hide is not mentioned. */
export function PersonFacts({ person }: { person: PersonView }) {
  const t = useTranslations('person');
  const format = useFormatter();
  const locale = useLocale();
  const { location, website, email, timeZone, lastSeen, groups } = person;
  return (
    <div className="mt-8 flex flex-col gap-2.5 text-md">
      <dl className="contents">
        {location && (
          <Fact label={t('location')} icon={<MapPin />}>
            <bdi>{location}</bdi>
          </Fact>
        )}
        {website && (
          <Fact label={t('website')} icon={<LinkIcon />}>
            <a
              href={website}
              rel="nofollow ugc me noopener noreferrer"
              className="underline underline-offset-3"
            >
              <bdi>{readableAddress(website)}</bdi>
            </a>
          </Fact>
        )}
        {email && (
          <Fact label={t('email')} icon={<Mail />}>
            <a href={`mailto:${email}`} className="underline underline-offset-3">
              <bdi>{email}</bdi>
            </a>
          </Fact>
        )}
        {timeZone && (
          <Fact label={t('timeZone')} icon={<Clock />}>
            {t('localTime', {
              zone: zoneName(timeZone),
              time: format.dateTime(new Date(), {
                hour: '2-digit',
                minute: '2-digit',
                hourCycle: 'h23',
                timeZone,
              }),
            })}
          </Fact>
        )}
        {groups.length > 0 && (
          <Fact label={t('groups')} icon={<UsersRound />}>
            <ul className="flex flex-wrap gap-x-3 gap-y-1">
              {groups.map(({ id, name }) => (
                <li key={id} className="min-w-0">
                  <TextLink href={`/groups/${id}`} prefetch={false}>
                    <bdi>{name}</bdi>
                  </TextLink>
                </li>
              ))}
            </ul>
          </Fact>
        )}
        {lastSeen && (
          <Fact label={t('lastSeen')} icon={<History />}>
            {/* A day is a day, wherever it is read. */}
            {t('lastSeenOn', { date: dateText({ at: new Date(lastSeen), locale, timeZone: 'UTC' }) })}
          </Fact>
        )}
      </dl>
      <p className="flex items-start gap-2.5">
        <CalendarDays aria-hidden="true" className="mt-0.5 size-4 text-text-muted" />
        {t('joined', {
          date: format.dateTime(new Date(person.joinedAt), { year: 'numeric', month: 'long' }),
        })}
      </p>
    </div>
  );
}

function Fact({ label, icon, children }: { label: string; icon: ReactNode; children: ReactNode }) {
  return (
    <div className="flex items-start gap-2.5">
      <dt className="mt-0.5 text-text-muted [&_svg]:size-4">
        <span aria-hidden="true">{icon}</span>
        <span className="sr-only">{label}</span>
      </dt>
      <dd className="wrap-anywhere min-w-0">{children}</dd>
    </div>
  );
}
