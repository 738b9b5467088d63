import { composeTimedLink, type TimedLink } from './compose';
import { type MailContent, TEXTS } from './letter';

/** The mail that says that a copy of everything can be taken. The link leads to the page, since the file asks who one is. */
export async function composeExportReady(mail: TimedLink): Promise<MailContent> {
  return composeTimedLink(mail, TEXTS[mail.locale].exportReady);
}
