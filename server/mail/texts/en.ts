import type { MailedEventKind } from '@/server/security/catalog';
import { decisionsEn } from './decisions-en';
import { sanctionsEn } from './sanctions-en';
import { toldEn } from './told-en';

/** What happened, in a line and in a sentence. */
export interface NoticeText {
  subject: string;
  body: string;
}

const notices: Record<MailedEventKind, NoticeText> = {
  'session.startedInNewBrowser': {
    subject: 'Signed in from a new browser',
    body: 'Somebody signed in to your account from a browser that it has not seen before.',
  },
  'password.added': {
    subject: 'A password was added',
    body: 'Your account, which had no password, has one now.',
  },
  'password.changed': {
    subject: 'Your password was changed',
    body: 'The password of your account was changed. All other browsers were signed out.',
  },
  'password.removed': {
    subject: 'Your password was removed',
    body: 'Your account has no password any more. It is your passkeys that open it.',
  },
  'password.reset': {
    subject: 'Your password was set anew',
    body: 'A new password was set by a link sent to this address. All browsers were signed out. A second factor, where you have one, is asked for as before.',
  },
  'totp.added': {
    subject: 'An authenticator app was added',
    body: 'Codes of an authenticator app are now a second factor of your account.',
  },
  'totp.removed': {
    subject: 'An authenticator app was removed',
    body: 'Codes of one of your authenticator apps no longer work.',
  },
  'passkey.added': {
    subject: 'A passkey was added',
    body: 'A passkey that was added to your account can sign in to it from now on.',
  },
  'passkey.removed': {
    subject: 'A passkey was removed',
    body: 'One of your passkeys no longer signs in to your account.',
  },
  'passkey.counterWentBack': {
    subject: 'Look at one of your passkeys',
    body: 'The counter of one of your passkeys went back when it was used. Some devices do that by themselves; it can also mean that somebody has a copy. If you are not sure, remove this passkey and create a new one.',
  },
  'recoveryCodes.generated': {
    subject: 'New recovery codes were made',
    body: 'Your account has new recovery codes. The earlier ones no longer work.',
  },
  'recoveryCode.used': {
    subject: 'A recovery code was used',
    body: 'One of your recovery codes was used. It does not work a second time.',
  },
  'factor.closed': {
    subject: 'One of your ways in is closed',
    body: 'After a hundred wrong tries in a row, one of your ways in no longer opens your account. It works again once you have set it up anew.',
  },
  'factors.reset': {
    subject: 'Your second factors were removed',
    body: 'The people who look after Foyer removed your passkeys, authenticator apps and recovery codes, as they do for somebody who can no longer sign in with them. All browsers were signed out. Sign in with your password, or ask for a new one, and set up a second factor again.',
  },
  'connection.added': {
    subject: 'An account elsewhere was connected',
    body: 'An account of another provider can sign in to yours from now on.',
  },
  'connection.removed': {
    subject: 'An account elsewhere was disconnected',
    body: 'An account of another provider no longer signs in to yours.',
  },
  'app.allowed': {
    subject: 'An app may act for you',
    body: 'An app was allowed to act for your account. What it may do, and how to take that back, stands in your settings under Apps.',
  },
  'app.tokenReused': {
    subject: 'An app was signed out: its token was used twice',
    body: 'A token that an app had used already was used again. Either of the two may have been a copy, so the app was signed out everywhere it was signed in with it. Sign in to the app again if you still use it.',
  },
  'email.changed': {
    subject: 'Your e-mail address was changed',
    body: 'This is no longer the address of your account: another one has taken its place. You can undo that for seven days; your account then goes back to this address, and everybody is signed out of it.',
  },
  'email.changeUndone': {
    subject: 'The change of your e-mail address was undone',
    body: 'This is the address of your account again, and everybody was signed out of it. If somebody else had changed it, choose a new password now.',
  },
};

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
  resetPassword: {
    subject: 'Choose a new password',
    preview: 'The link to choose one works for half an hour.',
    body: 'Somebody, perhaps you, asked for a new password for your account at Foyer. This is where you choose it.',
    action: 'Choose a new password',
    until: (moment: string) => `The link works once, until ${moment}.`,
    secondFactor: 'A second factor, where you have one, is asked for as before.',
    notYou: 'If it was not you, there is nothing to do: your password stays as it is.',
  },
  noAccount: {
    subject: 'There is no account with this address',
    preview: 'Somebody asked for a new password for it.',
    body: 'Somebody, perhaps you, asked for a new password at Foyer for this e-mail address. There is no account with it. Perhaps your account has another one: try that, or sign up.',
    action: 'Sign up',
    notYou: 'If it was not you, there is nothing to do.',
  },
  approveEmail: {
    subject: 'May your account have another e-mail address?',
    preview: 'Nothing changes until you approve it.',
    body: (address: string) =>
      `Somebody, perhaps you, wants to change the e-mail address of your account at Foyer to ${address}. Nothing changes unless you approve it here and confirm it from the new address.`,
    action: 'Approve the change',
    until: (moment: string) => `The link works until ${moment}.`,
    notYou:
      'If it was not you, do not approve it: somebody is signed in to your account. The link below signs them out everywhere and gives the change up. Then choose a new password.',
  },
  confirmEmail: {
    subject: 'Confirm your new e-mail address',
    preview: 'One more step and your account has this address.',
    body: 'This is to become the e-mail address of an account at Foyer. Confirm that it is yours, and the change is made.',
    action: 'Confirm this address',
    until: (moment: string) => `The link works until ${moment}.`,
    notYou: 'If it was not you, there is nothing to do: without the confirmation nothing changes.',
  },
  addressTaken: {
    subject: 'This address belongs to another account',
    preview: 'Somebody wanted to use it for theirs.',
    body: 'Somebody, perhaps you, wanted to make this the e-mail address of their account at Foyer. It belongs to another account, or did until lately, so nothing was changed. You can sign in to the account that has it.',
    action: 'Sign in',
    notYou: 'If it was not you, there is nothing to do: your account is as it was.',
  },
  emailChanged: {
    subject: 'This is your new e-mail address',
    preview: 'You sign in with it from now on.',
    body: 'This is the e-mail address of your account at Foyer from now on. You sign in with it, and our mails come here.',
    action: 'Go to Foyer',
    undo: 'For seven days the change can be undone from the earlier address.',
  },
  deletionScheduled: {
    subject: 'Your account will be deleted',
    preview: 'Until then you can keep it.',
    body: (moment: string) =>
      `Your account at Foyer will be deleted on ${moment}. Until then nobody sees it, and it is signed out everywhere.`,
    action: 'Keep the account',
    signIn: 'You can also keep it by signing in.',
    notYou: 'If you did not ask for this, keep the account and then choose a new password.',
    receipt: 'What was deleted, and what is kept for a time and why, will stand in the receipt',
  },
  message: {
    via: (name: string) => `${name} via Foyer`,
    somebody: 'Somebody',
    subject: (name: string) => `${name} wrote to you`,
    preview: 'You can read and answer it in your inbox.',
    body: (name: string) => `${name} sent you a message at Foyer:`,
    action: 'Answer in your inbox',
    after:
      'Neither of you sees the address of the other. You can block whoever wrote in your inbox; they are not told.',
    settings: 'Choose who can write to you',
  },
  contactRequest: {
    subject: (name: string) => `${name} wants to be your contact`,
    preview: 'You can accept or decline it in your inbox.',
    body: (name: string) =>
      `${name} asks to be your contact at Foyer. Contacts see what you show to contacts alone. If you decline, they are not told.`,
    action: 'Answer in your inbox',
    settings: 'Choose who can ask you',
  },
  groupInvitation: {
    subject: (name: string) => `${name} invites you into a group`,
    preview: 'You can accept or decline within 14 days.',
    body: (name: string, group: string) =>
      `${name} invites you into the group ${group} at Foyer. Whoever is in it can see that you are. If you decline, nobody is told.`,
    hiddenGroup: 'whose name is hidden',
    action: 'Look at the invitation',
    settings: 'Choose who can ask you',
  },
  exportReady: {
    subject: 'The copy of your data is ready',
    preview: 'You can take it for 24 hours.',
    body: 'The copy of everything that Foyer keeps of you is ready. You take it on the page of your account; before that you confirm that it is you.',
    action: 'Take the copy',
    until: (moment: string) => `It can be taken until ${moment}, and is removed after that.`,
    notYou:
      'If it was not you who asked for it, somebody is signed in to your account: end the other sessions in your settings, and choose a new password.',
  },
  sanction: sanctionsEn,
  ...decisionsEn,
  told: toldEn,
  notices,
  notice: {
    when: (moment: string) => `When: ${moment}`,
    browser: (browser: string) => `Browser: ${browser}`,
    browserOn: (browser: string, system: string) => `Browser: ${browser} on ${system}`,
    system: (system: string) => `System: ${system}`,
    ip: (ip: string) => `IP address: ${ip}`,
    name: (name: string) => `Name: ${name}`,
    provider: (provider: string) => `Provider: ${provider}`,
    codesLeft: (left: number) => `Recovery codes left: ${left}`,
    factors: {
      password: 'Way in: password',
      passkey: 'Way in: passkey',
      totp: 'Way in: authenticator app',
      recoveryCode: 'Way in: recovery codes',
    },
    wasYou: 'If this was you, there is nothing to do.',
    wasNotYou:
      'If it was not you, press the button and say so on the page that opens. Everybody is signed out of your account then, no browser is trusted any more, and you are shown what to do next.',
    action: 'This was not me',
    undo: 'Undo the change',
    undoHint: 'If it was not you, undo the change and then choose a new password.',
    until: (moment: string) => `The button works until ${moment}.`,
  },
};

export type MailTexts = typeof en;
