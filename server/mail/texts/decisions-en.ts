/** The sentences of the mails about what two people decide: approvals and appeals. */
export const decisionsEn = {
  approvalAsked: {
    somebody: 'Somebody',
    subject: {
      administrator: (person: string) => `Shall ${person} be an administrator?`,
      purge: (person: string) => `Shall the account of ${person} be deleted for good?`,
    },
    preview: 'It takes a second administrator to agree.',
    body: {
      administrator: (asker: string, person: string) =>
        `${asker} wants to make ${person} an administrator. Another administrator than the one who asks has to agree, and that may be you.`,
      purge: (asker: string, person: string) =>
        `${asker} wants to delete the account of ${person} for good. Another administrator than the one who asks has to agree, and that may be you.`,
    },
    action: 'Look at it',
    until: (moment: string) => `It can be agreed to until ${moment}. If nobody agrees, nothing happens.`,
  },
  accountPurged: {
    subject: 'Your account was deleted',
    preview: 'The administrators of Foyer have decided it.',
    body: 'The administrators of Foyer have decided to delete your account. It is closed and signed out everywhere, and what is in it is being erased. This cannot be undone.',
    action: 'See the receipt',
    after:
      'What was deleted, and what is kept for a time and why, will stand in the receipt. This is the last mail to this address.',
  },
  appealDecided: {
    granted: {
      subject: 'Your appeal was granted',
      preview: 'What the moderators had done is over.',
      body: 'Another moderator of Foyer has looked at what was done about you, and has granted your appeal: it ends now.',
      bodyOfGroup:
        'Another moderator of Foyer has looked at what was done about the group, and has granted your appeal: it ends now.',
    },
    upheld: {
      subject: 'Your appeal was not granted',
      preview: 'What the moderators have done stays as it is.',
      body: 'Another moderator of Foyer has looked at what was done about you. It stays as it is, and this is decided for good.',
      bodyOfGroup:
        'Another moderator of Foyer has looked at what was done about the group. It stays as it is, and this is decided for good.',
    },
    says: 'This is what they say:',
    action: 'Go to your account',
  },
};
