import MailComposer from 'nodemailer/lib/mail-composer';
import { MailFailure } from './failure';
import type { MailContent } from './letter';

/** One mail to one person. */
export interface MailMessage extends MailContent {
  /** A bare address, the stored one. */
  to: string;
  /**
   * The left part of the Message-ID, the same at every try: a mail that was handed over twice can be recognised
   * (RFC 5322 section 3.6.4).
   */
  messageId: string;
  /** Where one click switches mails like this one off, by a POST without a cookie (RFC 8058); absent: they cannot be. */
  unsubscribe?: string | undefined;
}

/** A mail as it travels: what is said to the server, and the bytes. */
export interface BuiltMail {
  envelope: { from: string; to: string };
  raw: Buffer;
}

// Stricter than RFC 5321 on purpose: no quoted local parts, no lists, no comments, no white space.
const ADDRESS = /^[^\s"(),:;<>@[\\\]\p{C}]{1,64}@[^\s"(),:;<>@[\\\]\p{C}]{1,255}$/u;

/**
 * The bytes of a mail. Its headers come from our texts and from addresses that hold nothing else.
 * @param from the sender, `Name <address>` or an address
 * @throws MailFailure `refused` when an address is none
 */
export async function buildMail({
  from,
  message,
}: {
  from: string;
  message: MailMessage;
}): Promise<BuiltMail> {
  if (!ADDRESS.test(message.to)) throw new MailFailure('refused', 'not an e-mail address');
  const sender = new MailComposer({ from }).compile().getEnvelope().from;
  if (!sender || !ADDRESS.test(sender))
    throw new MailFailure('unreachable', 'MAIL_FROM is not an e-mail address');
  const mail = new MailComposer({
    // As an object: what is in a name stays in the name.
    from: message.fromName === undefined ? from : { name: message.fromName, address: sender },
    to: { name: '', address: message.to },
    subject: message.subject,
    text: message.text,
    html: message.html,
    messageId: `<${message.messageId}@${sender.slice(sender.lastIndexOf('@') + 1)}>`,
    headers: {
      // No holiday replies, please: RFC 3834 section 5.
      'Auto-Submitted': 'auto-generated',
      ...(message.unsubscribe !== undefined && unsubscribeHeaders(message.unsubscribe)),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  });
  return { envelope: { from: sender, to: message.to }, raw: await mail.compile().build() };
}

/** RFC 2369 section 3.2 and RFC 8058 section 3.1. As one line each: a folded address is read wrongly by some. */
function unsubscribeHeaders(address: string) {
  return {
    'List-Unsubscribe': { prepared: true, value: `<${address}>` },
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
}
