import type { Category } from '@/server/notifications/catalog';

const categories: Record<Category, string> = {
  security: 'Security',
  account: 'Your account',
  people: 'Contacts and messages',
  groups: 'Groups',
  moderation: 'Moderation',
  product: 'News',
};

/** The sentences of the mails about what people are told, as far as they have no words of their own elsewhere. */
export const toldEn = {
  contactAccepted: {
    subject: (name: string) => `${name} is now your contact`,
    preview: 'Your question was accepted.',
    body: (name: string) =>
      `${name} has accepted your question. You are contacts now, and see of each other what you show to contacts alone.`,
    action: 'Look at your contacts',
  },
  joinAsked: {
    subject: (name: string, group: string | undefined) =>
      group ? `${name} asks to come into ${group}` : `${name} asks to come into a group of yours`,
    preview: 'You can let them in or refuse it.',
    body: (name: string, group: string | undefined) =>
      group
        ? `${name} asks to come into the group ${group} at Foyer. You are one of those who decide about it.`
        : `${name} asks to come into a group at Foyer about which you decide.`,
    action: 'Answer',
  },
  joined: {
    subject: (group: string | undefined) =>
      group ? `You are in the group ${group}` : 'You are in the group',
    preview: 'Your wish to come in was granted.',
    body: (group: string | undefined) =>
      group
        ? `You asked to come into the group ${group} at Foyer, and you are in it now. Its members can see that.`
        : 'You asked to come into a group at Foyer, and you are in it now. Its members can see that.',
    action: 'Go to the group',
  },
  reportUpdated: {
    acted: {
      subject: 'Something was done about what you reported',
      preview: 'Thank you for having told us.',
      body: 'Moderators of Foyer have looked at what you reported and have done something about it. What it was is between them and the person it is about. Thank you for having told us.',
    },
    dismissed: {
      subject: 'What you reported was looked at',
      preview: 'It breaks none of our rules.',
      body: 'Moderators of Foyer have looked at what you reported and have found nothing that breaks our rules, so it stays as it is. You can block whoever you do not want to hear from.',
    },
    action: 'See what you reported',
  },
  announcement: {
    body: 'This is from the people who run Foyer:',
    action: 'Read more',
    actionInbox: 'Open your notifications',
  },
  service: {
    somebody: 'A service',
    body: (service: string) => `${service}, which works with your account at Foyer, tells you:`,
    action: (service: string) => `Go to ${service}`,
    line: (service: string, title: string) => `${service}: ${title}`,
    actionInbox: 'Open your notifications',
  },
  digest: {
    subject: (count: number) => (count === 1 ? 'One notification for you' : `${count} notifications for you`),
    body: 'This is what you have not seen yet, newest first.',
    categories,
    /** The same several times. */
    times: (line: string, count: number) => `${line} (${count} times)`,
    more: (count: number) => (count === 1 ? 'And one more.' : `And ${count} more.`),
    action: 'Open your notifications',
  },
  ways: {
    one: 'No more mails of this kind',
    all: 'No more mails about notifications',
    settings: 'Choose what reaches you, and how',
  },
};
