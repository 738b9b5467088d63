import type { MailedEventKind } from '@/server/security/catalog';
import { decisionsFr } from './decisions-fr';
import type { MailTexts, NoticeText } from './en';
import { sanctionsFr } from './sanctions-fr';
import { toldFr } from './told-fr';

// French sets a no-break space before a colon (U+00A0) and a narrow one before ; ! ? (U+202F).
const notices: Record<MailedEventKind, NoticeText> = {
  'session.startedInNewBrowser': {
    subject: 'Connexion depuis un nouveau navigateur',
    body: 'Quelqu’un s’est connecté à votre compte depuis un navigateur encore inconnu.',
  },
  'password.added': {
    subject: 'Un mot de passe a été ajouté',
    body: 'Votre compte n’avait pas de mot de passe\u00A0: il en a un désormais.',
  },
  'password.changed': {
    subject: 'Votre mot de passe a été modifié',
    body: 'Le mot de passe de votre compte a été modifié. Tous les autres navigateurs ont été déconnectés.',
  },
  'password.removed': {
    subject: 'Votre mot de passe a été supprimé',
    body: 'Votre compte n’a plus de mot de passe. Ce sont vos clés d’accès qui l’ouvrent.',
  },
  'password.reset': {
    subject: 'Votre mot de passe a été remplacé',
    body: 'Un nouveau mot de passe a été choisi à partir d’un lien envoyé à cette adresse. Tous les navigateurs ont été déconnectés. Si vous avez un second facteur, il reste demandé.',
  },
  'totp.added': {
    subject: 'Une application d’authentification a été ajoutée',
    body: 'Les codes d’une application d’authentification servent désormais de second facteur pour votre compte.',
  },
  'totp.removed': {
    subject: 'Une application d’authentification a été supprimée',
    body: 'Les codes de l’une de vos applications d’authentification ne sont plus acceptés.',
  },
  'passkey.added': {
    subject: 'Une clé d’accès a été ajoutée',
    body: 'Une clé d’accès ajoutée à votre compte permet désormais de s’y connecter.',
  },
  'passkey.removed': {
    subject: 'Une clé d’accès a été supprimée',
    body: 'L’une de vos clés d’accès ne permet plus de se connecter à votre compte.',
  },
  'passkey.counterWentBack': {
    subject: 'Vérifiez l’une de vos clés d’accès',
    body: 'Le compteur de l’une de vos clés d’accès a reculé lors de son utilisation. Certains appareils le font d’eux-mêmes\u202F; mais il se peut aussi que quelqu’un en ait une copie. Dans le doute, supprimez cette clé d’accès et créez-en une autre.',
  },
  'recoveryCodes.generated': {
    subject: 'De nouveaux codes de secours ont été créés',
    body: 'Votre compte a de nouveaux codes de secours. Les précédents ne sont plus acceptés.',
  },
  'recoveryCode.used': {
    subject: 'Un code de secours a été utilisé',
    body: 'L’un de vos codes de secours a été utilisé. Il ne servira pas une seconde fois.',
  },
  'factor.closed': {
    subject: 'L’un de vos moyens de connexion est fermé',
    body: 'Après cent essais erronés d’affilée, l’un de vos moyens de connexion n’ouvre plus votre compte. Il fonctionnera de nouveau quand vous l’aurez remplacé.',
  },
  'factors.reset': {
    subject: 'Vos seconds facteurs ont été supprimés',
    body: 'L’équipe de Foyer a supprimé vos clés d’accès, vos applications d’authentification et vos codes de secours, comme elle le fait quand ils ne permettent plus de se connecter. Tous les navigateurs ont été déconnectés. Connectez-vous avec votre mot de passe, ou demandez-en un nouveau, puis configurez à nouveau un second facteur.',
  },
  'connection.added': {
    subject: 'Un compte externe a été associé',
    body: 'Un compte chez un autre fournisseur permet désormais de se connecter au vôtre.',
  },
  'connection.removed': {
    subject: 'Un compte externe a été dissocié',
    body: 'Un compte chez un autre fournisseur ne permet plus de se connecter au vôtre.',
  },
  'app.allowed': {
    subject: 'Une application peut agir pour vous',
    body: 'Une application a été autorisée à agir pour votre compte. Ce qu’elle peut faire, et comment lui retirer cette autorisation, figure dans vos paramètres, sous Applications.',
  },
  'app.tokenReused': {
    subject: 'Une application a été déconnectée\u00A0: son jeton a servi deux fois',
    body: 'Un jeton dont une application s’était déjà servie a été présenté une seconde fois. L’un des deux pouvait être une copie\u202F; l’application a donc été déconnectée. Connectez-vous de nouveau dans l’application si vous l’utilisez encore.',
  },
  'email.changed': {
    subject: 'Votre adresse e-mail a été modifiée',
    body: 'Cette adresse n’est plus celle de votre compte\u00A0: une autre l’a remplacée. Vous pouvez annuler ce changement pendant sept jours\u202F; votre compte retrouvera alors cette adresse, et tout le monde en sera déconnecté.',
  },
  'email.changeUndone': {
    subject: 'Le changement d’adresse e-mail a été annulé',
    body: 'Cette adresse est de nouveau celle de votre compte, et tout le monde en a été déconnecté. Si quelqu’un d’autre l’avait modifiée, choisissez maintenant un nouveau mot de passe.',
  },
};

export const fr: MailTexts = {
  hello: (name) => `Bonjour ${name},`,
  helloNobody: 'Bonjour,',
  introduce: (action) => `${action}\u00A0:`,
  linkHint: 'Si le bouton ne répond pas, copiez cette adresse dans votre navigateur\u00A0:',
  footer: 'Ce message vient de Foyer\u202F; il est envoyé automatiquement et personne ne lit les réponses.',
  verifyEmail: {
    subject: 'Confirmez votre adresse e-mail',
    preview: 'Encore un geste et votre compte est prêt\u202F!',
    body: 'Un compte Foyer vient d’être demandé avec cette adresse e-mail. Confirmez qu’elle est bien la vôtre\u00A0: votre compte sera prêt aussitôt.',
    action: 'Confirmer mon adresse',
    until: (moment) => `Ce lien est valable jusqu’au ${moment}.`,
    notYou:
      'Ce n’était pas vous\u202F? Vous n’avez rien à faire\u00A0: sans confirmation, aucun compte ne sera créé.',
  },
  accountExists: {
    subject: 'Vous avez déjà un compte',
    preview: 'Quelqu’un a voulu s’inscrire avec votre adresse.',
    body: 'Quelqu’un, peut-être vous, vient de vouloir s’inscrire sur Foyer avec cette adresse e-mail. Elle a déjà un compte\u00A0: il n’en a pas été créé d’autre, il vous suffit de vous connecter.',
    action: 'Me connecter',
    notYou:
      'Ce n’était pas vous\u202F? Vous n’avez rien à faire\u00A0: votre compte et votre mot de passe n’ont pas changé.',
  },
  resetPassword: {
    subject: 'Choisissez un nouveau mot de passe',
    preview: 'Le lien pour le choisir est valable une demi-heure.',
    body: 'Quelqu’un, peut-être vous, a demandé un nouveau mot de passe pour votre compte Foyer. C’est ici que vous le choisissez.',
    action: 'Choisir un nouveau mot de passe',
    until: (moment) => `Ce lien ne sert qu’une fois, jusqu’au ${moment}.`,
    secondFactor: 'Si vous avez un second facteur, il reste demandé.',
    notYou: 'Ce n’était pas vous\u202F? Vous n’avez rien à faire\u00A0: votre mot de passe ne change pas.',
  },
  noAccount: {
    subject: 'Aucun compte n’existe avec cette adresse',
    preview: 'Quelqu’un a demandé un nouveau mot de passe pour elle.',
    body: 'Quelqu’un, peut-être vous, a demandé sur Foyer un nouveau mot de passe pour cette adresse e-mail. Aucun compte n’existe avec elle. Votre compte en utilise peut-être une autre\u00A0: essayez-la, ou inscrivez-vous.',
    action: 'M’inscrire',
    notYou: 'Ce n’était pas vous\u202F? Vous n’avez rien à faire.',
  },
  approveEmail: {
    subject: 'Votre compte doit-il changer d’adresse e-mail\u202F?',
    preview: 'Rien ne change sans votre accord.',
    body: (address) =>
      `Quelqu’un, peut-être vous, souhaite remplacer l’adresse e-mail de votre compte Foyer par ${address}. Rien ne change tant que vous n’avez pas donné votre accord ici, puis confirmé depuis la nouvelle adresse.`,
    action: 'Donner mon accord',
    until: (moment) => `Ce lien est valable jusqu’au ${moment}.`,
    notYou:
      'Ce n’était pas vous\u202F? Ne donnez pas votre accord\u00A0: quelqu’un est connecté à votre compte. Le lien ci-dessous le déconnecte partout et abandonne ce changement. Choisissez ensuite un nouveau mot de passe.',
  },
  confirmEmail: {
    subject: 'Confirmez votre nouvelle adresse e-mail',
    preview: 'Encore un geste et votre compte aura cette adresse.',
    body: 'Cette adresse doit devenir l’adresse e-mail d’un compte Foyer. Confirmez qu’elle est bien la vôtre\u00A0: le changement sera fait aussitôt.',
    action: 'Confirmer mon adresse',
    until: (moment) => `Ce lien est valable jusqu’au ${moment}.`,
    notYou: 'Ce n’était pas vous\u202F? Vous n’avez rien à faire\u00A0: sans confirmation, rien ne changera.',
  },
  addressTaken: {
    subject: 'Cette adresse est celle d’un autre compte',
    preview: 'Quelqu’un a voulu l’utiliser pour le sien.',
    body: 'Quelqu’un, peut-être vous, a voulu faire de cette adresse e-mail celle de son compte Foyer. Elle est celle d’un autre compte, ou l’était il y a peu\u00A0: rien n’a donc été modifié. Vous pouvez vous connecter au compte qui la possède.',
    action: 'Me connecter',
    notYou: 'Ce n’était pas vous\u202F? Vous n’avez rien à faire\u00A0: votre compte n’a pas changé.',
  },
  emailChanged: {
    subject: 'Voici votre nouvelle adresse e-mail',
    preview: 'Vous vous connectez avec elle désormais.',
    body: 'Cette adresse est désormais celle de votre compte Foyer. Vous vous connectez avec elle, et nos messages arrivent ici.',
    action: 'Aller sur Foyer',
    undo: 'Pendant sept jours, le changement peut être annulé depuis l’ancienne adresse.',
  },
  deletionScheduled: {
    subject: 'Votre compte va être supprimé',
    preview: 'D’ici là, vous pouvez le garder.',
    body: (moment) =>
      `Votre compte Foyer sera supprimé le ${moment}. D’ici là, personne ne le voit et tous les appareils en sont déconnectés.`,
    action: 'Garder le compte',
    signIn: 'Vous pouvez aussi le garder en vous connectant.',
    notYou:
      'Cette demande ne vient pas de vous\u202F? Gardez le compte, puis choisissez un nouveau mot de passe.',
    receipt:
      'Ce qui a été supprimé, et ce qui est conservé un temps et pourquoi, figurera dans l’attestation',
  },
  message: {
    via: (name: string) => `${name} via Foyer`,
    somebody: 'Quelqu’un',
    subject: (name: string) => `${name} vous a écrit`,
    preview: 'Vous pouvez lire ce message et y répondre dans votre boîte de réception.',
    body: (name: string) => `${name} vous a envoyé un message sur Foyer\u00A0:`,
    action: 'Répondre dans votre boîte de réception',
    after:
      'Aucun de vous deux ne voit l’adresse de l’autre. Vous pouvez bloquer la personne qui écrit depuis votre boîte de réception\u202F; elle n’en est pas avertie.',
    settings: 'Choisir qui peut vous écrire',
  },
  contactRequest: {
    subject: (name: string) => `${name} souhaite faire partie de vos contacts`,
    preview: 'Vous pouvez accepter ou refuser dans votre boîte de réception.',
    body: (name: string) =>
      `${name} demande à faire partie de vos contacts sur Foyer. Vos contacts voient ce que vous ne montrez qu’à eux. Si vous refusez, cette personne n’en sera pas avertie.`,
    action: 'Répondre dans votre boîte de réception',
    settings: 'Choisir qui peut vous le demander',
  },
  groupInvitation: {
    subject: (name: string) => `${name} vous invite dans un groupe`,
    preview: 'Vous avez 14 jours pour accepter ou refuser.',
    body: (name: string, group: string) =>
      `${name} vous invite dans le groupe ${group} sur Foyer. Les personnes qui en font partie peuvent voir que vous y êtes. Si vous refusez, personne n’en sera averti.`,
    hiddenGroup: 'dont le nom est masqué',
    action: 'Voir l’invitation',
    settings: 'Choisir qui peut vous le demander',
  },
  exportReady: {
    subject: 'La copie de vos données est prête',
    preview: 'Vous pouvez la récupérer pendant 24 heures.',
    body: 'La copie de tout ce que Foyer conserve de vous est prête. Vous la récupérez sur la page de votre compte\u202F; il vous y sera demandé de confirmer que c’est bien vous.',
    action: 'Récupérer la copie',
    until: (moment) => `Elle peut être récupérée jusqu’au ${moment}, puis elle sera supprimée.`,
    notYou:
      'Ce n’est pas vous qui l’avez demandée\u202F? Quelqu’un est connecté à votre compte\u00A0: fermez les autres sessions dans vos paramètres et choisissez un nouveau mot de passe.',
  },
  sanction: sanctionsFr,
  ...decisionsFr,
  told: toldFr,
  notices,
  notice: {
    when: (moment) => `Date\u00A0: ${moment}`,
    browser: (browser) => `Navigateur\u00A0: ${browser}`,
    browserOn: (browser, system) => `Navigateur\u00A0: ${browser} sous ${system}`,
    system: (system) => `Système\u00A0: ${system}`,
    ip: (ip) => `Adresse IP\u00A0: ${ip}`,
    name: (name) => `Nom\u00A0: ${name}`,
    provider: (provider) => `Fournisseur\u00A0: ${provider}`,
    codesLeft: (left) => `Codes de secours restants\u00A0: ${left}`,
    factors: {
      password: 'Moyen de connexion\u00A0: mot de passe',
      passkey: 'Moyen de connexion\u00A0: clé d’accès',
      totp: 'Moyen de connexion\u00A0: application d’authentification',
      recoveryCode: 'Moyen de connexion\u00A0: codes de secours',
    },
    wasYou: 'C’était vous\u202F? Vous n’avez rien à faire.',
    wasNotYou:
      'Ce n’était pas vous\u202F? Appuyez sur le bouton et dites-le sur la page qui s’ouvre\u00A0: tout le monde sera déconnecté de votre compte, plus aucun appareil ne sera de confiance, et vous verrez quoi faire ensuite.',
    action: 'Ce n’était pas moi',
    undo: 'Annuler le changement',
    undoHint: 'Ce n’était pas vous\u202F? Annulez le changement, puis choisissez un nouveau mot de passe.',
    until: (moment) => `Ce bouton fonctionne jusqu’au ${moment}.`,
  },
};
