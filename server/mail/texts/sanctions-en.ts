import type { HideablePart, Rule, SanctionKind } from '@/server/moderation/catalog';

/** What moderators have done, by what it was. */
interface SanctionText {
  subject: string;
  preview: string;
  /** @param until null: without end */
  body: (until: string | null) => string;
}

const sanctions: Record<SanctionKind, SanctionText> = {
  warning: {
    subject: 'A warning from the moderators',
    preview: 'Nothing about your account has changed.',
    body: () =>
      'The moderators of Foyer warn you about something that you did or wrote. Nothing about your account has changed; the warning is kept. This is what they say:',
  },
  hiding: {
    subject: 'The moderators have hidden something of yours',
    preview: 'You still see it; others do not.',
    body: (until) =>
      `The moderators of Foyer have hidden something of yours from everybody else${until ? `, until ${until}` : ''}. You still see it yourself. This is what they say:`,
  },
  limit: {
    subject: 'Your account is limited',
    preview: 'You can sign in as before, but not get in touch with others.',
    body: (until) =>
      `The moderators of Foyer have limited your account ${until ? `until ${until}` : 'without an end date'}. You can sign in as before, but you cannot write to others or ask to be a contact, and nobody finds you in the search. This is what they say:`,
  },
  suspension: {
    subject: 'Your account is suspended',
    preview: 'You can still sign in to take a copy of your data, to appeal or to leave.',
    body: (until) =>
      `The moderators of Foyer have suspended your account ${until ? `until ${until}` : 'without an end date'}. Nobody sees it meanwhile, and it is signed out everywhere, apps included. You can still sign in to take a copy of your data, to appeal or to delete the account. This is what they say:`,
  },
  group_hiding: {
    subject: 'The moderators have hidden a group of yours',
    preview: 'Its owners still see its name and description; others do not.',
    body: (until) =>
      `The moderators of Foyer have hidden a group that you own${until ? `, until ${until}` : ''}. Whoever is neither in it nor invited does not find it any more, and others see neither its name nor its description. You and its other owners still see both. Who is in it stays so. Only moderators can show it again. This is what they say:`,
  },
};

/** What is over, and why. */
const endings: Record<SanctionKind, Record<'expired' | 'undone', { subject: string; body: string }>> = {
  warning: {
    expired: { subject: 'A warning is over', body: 'A warning that you were given no longer counts.' },
    undone: {
      subject: 'A warning was taken back',
      body: 'The moderators of Foyer have taken a warning back that they gave you. It no longer counts.',
    },
  },
  hiding: {
    expired: {
      subject: 'What was hidden of yours is visible again',
      body: 'What the moderators of Foyer had hidden is shown again to whom you show it.',
    },
    undone: {
      subject: 'What was hidden of yours is visible again',
      body: 'The moderators of Foyer have taken it back that something of yours was hidden. It is shown again to whom you show it.',
    },
  },
  limit: {
    expired: {
      subject: 'Your account is no longer limited',
      body: 'The time is over for which your account was limited. You can write to others again, and be found.',
    },
    undone: {
      subject: 'Your account is no longer limited',
      body: 'The moderators of Foyer have taken it back that your account was limited. You can write to others again, and be found.',
    },
  },
  suspension: {
    expired: {
      subject: 'Your account is no longer suspended',
      body: 'The time is over for which your account was suspended. Unless you have paused it or asked for its deletion, it is back as it was.',
    },
    undone: {
      subject: 'Your account is no longer suspended',
      body: 'The moderators of Foyer have taken it back that your account was suspended. Unless you have paused it or asked for its deletion, it is back as it was.',
    },
  },
  group_hiding: {
    expired: {
      subject: 'A group of yours is no longer hidden',
      body: 'The time is over for which a group that you own was hidden. Its name and its description are shown again to whoever may see it.',
    },
    undone: {
      subject: 'A group of yours is no longer hidden',
      body: 'The moderators of Foyer have taken it back that a group which you own was hidden. Its name and its description are shown again to whoever may see it.',
    },
  },
};

const rules: Record<Rule, string> = {
  safety: 'Safety of people',
  respect: 'Respect for each other',
  privacy: 'Privacy of others',
  decency: 'Decency',
  identity: 'Being who one says',
  spam: 'No spam and no fraud',
  evasion: 'Going around a decision',
  other: 'Another rule',
};

/** What moderators begin with when they write to somebody about a rule. */
const presets: Record<Rule, string> = {
  safety:
    'What you wrote or showed can put somebody in danger. Nobody may be threatened here, or told to hurt themselves or others.',
  respect:
    'What you wrote attacks or harasses somebody. Disagree with what people say, and leave who they are out of it.',
  privacy:
    'You showed something private of somebody else without their consent. Please do not do that again.',
  decency: 'What you showed is sexual or violent in a way that has no place here.',
  identity: 'Your profile can be taken for that of somebody else. Please make clear who you are.',
  spam: 'You wrote the same to many people, or tried to sell or to deceive. Please write only to who wants to hear from you.',
  evasion: 'You went around an earlier decision of the moderators, for example with another account.',
  other: 'What you did is against the rules of this place.',
};

/** The same where it is about a group, to those who own it. */
const groupPresets: Record<Rule, string> = {
  safety:
    'The name or the description of this group can put somebody in danger. Nobody may be threatened here, or told to hurt themselves or others.',
  respect:
    'The name or the description of this group attacks or mocks people. Disagree with what people say, and leave who they are out of it.',
  privacy: 'This group shows something private of somebody without their consent.',
  decency: 'The name or the description of this group is sexual or violent in a way that has no place here.',
  identity:
    'This group can be taken for that of somebody else. Please make clear in its name and its description who is behind it.',
  spam: 'This group is there to sell or to deceive, or to gather people who did not ask for it.',
  evasion: 'This group goes around an earlier decision of the moderators.',
  other: 'The name or the description of this group is against the rules of this place.',
};

const hidden: Record<HideablePart | 'message', string> = {
  photo: 'your photo',
  bio: 'your bio',
  pronouns: 'your pronouns',
  location: 'your place',
  website: 'your website',
  message: 'a message that you sent',
};

/** Every sentence of the mails about what moderators do. */
export const sanctionsEn = {
  sanctions,
  endings,
  rules,
  presets,
  groupPresets,
  hidden,
  group: (name: string) => `Group: ${name}`,
  /** Of one whose name cannot be written in a mail. */
  someGroup: 'a group that you own',
  rule: (name: string) => `Rule: ${name}`,
  hides: (names: string) => `Hidden: ${names}`,
  until: (moment: string) => `Until: ${moment}`,
  withoutEnd: 'No end date',
  action: 'See what holds against you',
  actionSuspended: 'Go to your account',
  appeal: (moment: string) =>
    `If you think that this is wrong, you can appeal once, until ${moment}. Another moderator than the one who decided this looks at it.`,
  appealOfGroup: (moment: string) =>
    `If you think that this is wrong, you or another owner can appeal once, until ${moment}. Another moderator than the one who decided this looks at it.`,
  endedAction: 'Go to Foyer',
  endedAfter: 'You need not do anything.',
};
