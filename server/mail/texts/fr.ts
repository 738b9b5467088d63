import type { MailTexts } from './en';

// French sets a no-break space before a colon (U+00A0) and a narrow one before ; ! ? (U+202F).
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
};
