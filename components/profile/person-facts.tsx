import { CalendarDays, Clock, LinkIcon, MapPin } from 'lucide-react';
import { getFormatter, getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { readableAddress } from './readable-address';
import { zoneName } from './time-zones';

interface Facts {
  location: string;
  website: string;
  timeZone: string | null;
  /** ISO 8601 */
  joinedAt: string;
}

/** What else a person tells, a line each; what they left out is not mentioned. */
export async function PersonFacts({ person }: { person: Facts }) {
  const [t, format] = await Promise.all([getTranslations('person'), getFormatter()]);
  const { location, website, timeZone, joinedAt } = person;
  const joined = format.dateTime(new Date(joinedAt), { year: 'numeric', month: 'long' });
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
      </dl>
      <p className="flex items-start gap-2.5">
        <CalendarDays aria-hidden="true" className="mt-0.5 size-4 text-text-muted" />
        {t('joined', { date: joined })}
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
