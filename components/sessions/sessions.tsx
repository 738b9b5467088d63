'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useChanges } from '@/components/live/use-changes';
import type { ListedSession } from '@/server/auth/session-list';
import { EndOthersDialog } from './end-others-dialog';
import { type Reported, ReportedNotice } from './reported-notice';
import { type SessionList, SessionsCard } from './sessions-card';
import { UnknownDialog } from './unknown-dialog';
import { UnreadSessions } from './unread-sessions';
import { useSessionNews } from './use-session-news';

type About = { name: 'others'; sessions: number; apps: number } | { name: 'unknown'; session: ListedSession };

/** A question that is open, or was a moment ago; the session it is about may be gone meanwhile. */
interface Question {
  number: number;
  open: boolean;
  about: About;
}

/**
 * Where a person is signed in, kept up to date: what begins or ends elsewhere stands here without a reload.
 * @param list undefined when it could not be read
 */
export function Sessions({ list }: { list: SessionList | undefined }) {
  const router = useRouter();
  const [question, setQuestion] = useState<Question>();
  const [reported, setReported] = useState<Reported>();
  const { news, keepQuiet } = useSessionNews(list?.sessions);
  useChanges(() => router.refresh());

  const ask = (about: About) =>
    setQuestion((last) => ({ number: (last?.number ?? 0) + 1, open: true, about }));
  const close = () => setQuestion((now) => now && { ...now, open: false });
  const about = question?.about;
  const endingAll = () => keepQuiet(list?.sessions ?? []);
  const dialog = question && { open: question.open, onClose: close, onEnding: endingAll };

  return (
    <div className="flex flex-col gap-6">
      {reported && <ReportedNotice ended={reported} />}
      {list ? (
        <SessionsCard
          {...list}
          onEnding={(session) => keepQuiet([session])}
          onUnknown={(session) => ask({ name: 'unknown', session })}
          onEndOthers={() =>
            ask({
              name: 'others',
              sessions: list.sessions.filter(({ current }) => !current).length,
              apps: list.apps,
            })
          }
        />
      ) : (
        <UnreadSessions />
      )}
      <div role="status" className="sr-only">
        <ul key={news.number}>
          {news.lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
      {dialog && about?.name === 'others' && <EndOthersDialog key={question.number} {...dialog} {...about} />}
      {dialog && about?.name === 'unknown' && (
        <UnknownDialog key={question.number} {...dialog} session={about.session} onReported={setReported} />
      )}
    </div>
  );
}
