import { z } from 'zod';
import { MailFailure, type MailFailureKind } from './failure';

/** What nodemailer tells about a conversation that went wrong. */
const SmtpError = z.object({
  message: z.string().catch('unknown error'),
  code: z.string().optional().catch(undefined),
  command: z.string().optional().catch(undefined),
  response: z.string().optional().catch(undefined),
  responseCode: z.number().optional().catch(undefined),
});
type SmtpError = z.infer<typeof SmtpError>;

/** How far a conversation had come: greeting and sign-in, then commands, then the text of the mail. */
export type SmtpStage = 'arriving' | 'talking' | 'handed over';

/** A 5yz answer to these is about this mail; to all others it is about us. */
const ABOUT_THE_MAIL = ['RCPT TO', 'DATA'];

/** What an error of an SMTP conversation means for the mail. */
export function failureOf(error: unknown, stage: SmtpStage) {
  const parsed = SmtpError.safeParse(error);
  const known: SmtpError = parsed.success ? parsed.data : { message: 'unknown error' };
  return new MailFailure(kindOf(known, stage), reasonOf(known), { cause: error });
}

function kindOf({ code, command, responseCode }: SmtpError, stage: SmtpStage): MailFailureKind {
  if (stage === 'arriving') return 'unreachable';
  // Noticed before anything was said: larger than the server takes.
  if (code === 'EMESSAGE' && !responseCode && stage === 'talking') return 'refused';
  if (!responseCode) return stage === 'handed over' ? 'unanswered' : 'postponed';
  // 503 means that the talk went astray (RFC 5321 section 4.2.3), not that the mail is unwanted.
  const final = responseCode >= 500 && responseCode !== 503;
  return final && command !== undefined && ABOUT_THE_MAIL.includes(command) ? 'refused' : 'postponed';
}

/** The server's words, else the kind of error. */
function reasonOf({ message, code, response }: SmtpError) {
  return response ?? (code ? `${code} ${message}` : message);
}
