import type { Limit } from '@/server/auth/throttle';
import type { MailContent, Ways } from '@/server/mail/letter';
import type { MailServices } from '@/server/mail/tasks';
import type { NotificationType } from './catalog';
import type { DataOf } from './data';

/** A notification of which a mail is to be made. */
export interface Told<Type extends NotificationType> {
  type: Type;
  /** Null: nobody, or somebody who has left. */
  actorId: string | null;
  groupId: string | null;
  /** The app that sent it. */
  clientId: string | null;
  data: DataOf<Type>;
}

/** Who is told of it, and when that is about to go. */
export interface Telling {
  userId: string;
  now: Date;
}

/** What can be mailed of it now. */
export interface Letter {
  /** Most often the address of the account. */
  to: string;
  /** What a mail of several says of it, and where that leads. */
  line: { text: string; link: string };
  compose(ways: Ways | undefined): Promise<MailContent>;
}

/** So many of these and no more: what is beyond is not mailed, or waits until it may be. */
export interface Cap {
  limit: Limit;
  key: string;
  beyond: 'drop' | 'wait';
}

/** How a type is mailed. */
export interface MailEntry<Type extends NotificationType> {
  /**
   * Reads the rows of all that one person is told when it is about to go, in as many statements as that of one.
   * @returns gives the letter of each of them; undefined: what it tells of is over, answered or not theirs to see any more
   */
  find(
    services: MailServices,
    told: Told<Type>[],
    telling: Telling,
  ): Promise<(one: Told<Type>) => Letter | undefined>;
  caps?(told: Told<Type> & { userId: string }): Cap[];
}
