/** Every sentence of our mails. A text in another language has the same shape. */
export const en = {
  hello: (name: string) => `Hello ${name},`,
  helloNobody: 'Hello,',
  introduce: (action: string) => `${action}:`,
  linkHint: 'If the button does not work, copy this address into your browser:',
  footer: 'Foyer sends this mail by itself; nobody reads replies to it.',
  verifyEmail: {
    subject: 'Confirm your e-mail address',
    preview: 'One more step and your account is ready.',
    body: 'An account at Foyer was begun with this e-mail address. Confirm that the address is yours, and the account is ready.',
    action: 'Confirm this address',
    until: (moment: string) => `The link works until ${moment}.`,
    notYou:
      'If it was not you, there is nothing to do: without the confirmation no account comes into being.',
  },
  accountExists: {
    subject: 'You already have an account',
    preview: 'Somebody tried to sign up with your address.',
    body: 'Somebody, perhaps you, has just tried to sign up at Foyer with this e-mail address. It already has an account, so no second one was made. You can simply sign in.',
    action: 'Sign in',
    notYou: 'If it was not you, there is nothing to do: your account and your password are as they were.',
  },
};

export type MailTexts = typeof en;
