import type { toldEn } from './told-en';

export const toldFr: typeof toldEn = {
  contactAccepted: {
    subject: (name) => `${name} fait désormais partie de vos contacts`,
    preview: 'Votre demande a été acceptée.',
    body: (name) =>
      `${name} a accepté votre demande. Vous faites désormais partie des contacts l’un de l’autre, et chacun voit ce que l’autre ne montre qu’à ses contacts.`,
    action: 'Voir vos contacts',
  },
  joinAsked: {
    subject: (name, group) =>
      group ? `${name} demande à rejoindre ${group}` : `${name} demande à rejoindre l’un de vos groupes`,
    preview: 'Vous pouvez accepter ou refuser.',
    body: (name, group) =>
      group
        ? `${name} demande à rejoindre le groupe ${group} sur Foyer. Vous faites partie des personnes qui en décident.`
        : `${name} demande à rejoindre un groupe sur Foyer dont vous décidez de la composition.`,
    action: 'Répondre',
  },
  joined: {
    subject: (group) => (group ? `Vous faites partie du groupe ${group}` : 'Vous faites partie du groupe'),
    preview: 'Votre demande a été acceptée.',
    body: (group) =>
      group
        ? `Vous aviez demandé à rejoindre le groupe ${group} sur Foyer\u00A0: c’est fait. Ses membres peuvent le voir.`
        : 'Vous aviez demandé à rejoindre un groupe sur Foyer\u00A0: c’est fait. Ses membres peuvent le voir.',
    action: 'Aller au groupe',
  },
  reportUpdated: {
    acted: {
      subject: 'Votre signalement a été suivi d’effet',
      preview: 'Merci de nous avoir prévenus.',
      body: 'La modération de Foyer a examiné votre signalement et y a donné suite. La mesure prise ne regarde que la personne concernée. Merci de nous avoir prévenus.',
    },
    dismissed: {
      subject: 'Votre signalement a été examiné',
      preview: 'Rien de contraire à nos règles n’y a été trouvé.',
      body: 'La modération de Foyer a examiné votre signalement et n’y a rien trouvé de contraire à nos règles\u00A0: rien ne change. Vous pouvez bloquer toute personne que vous ne souhaitez plus lire.',
    },
    action: 'Voir vos signalements',
  },
  announcement: {
    body: 'Voici un message de l’équipe de Foyer\u00A0:',
    action: 'En savoir plus',
    actionInbox: 'Ouvrir vos notifications',
  },
  service: {
    somebody: 'Un service',
    body: (service) => `${service}, un service relié à votre compte Foyer, vous informe\u00A0:`,
    action: (service) => `Aller sur ${service}`,
    line: (service, title) => `${service}\u00A0: ${title}`,
    actionInbox: 'Ouvrir vos notifications',
  },
  digest: {
    subject: (count) =>
      count === 1 ? 'Une notification vous attend' : `${count} notifications vous attendent`,
    body: 'Voici ce que vous n’avez pas encore vu, du plus récent au plus ancien.',
    categories: {
      security: 'Sécurité',
      account: 'Votre compte',
      people: 'Contacts et messages',
      groups: 'Groupes',
      moderation: 'Modération',
      product: 'Nouveautés',
    },
    times: (line, count) => `${line} (${count} fois)`,
    more: (count) => (count === 1 ? 'Et une autre.' : `Et ${count} autres.`),
    action: 'Ouvrir vos notifications',
  },
  ways: {
    one: 'Ne plus recevoir ce genre d’e-mails',
    all: 'Ne plus recevoir d’e-mails de notification',
    settings: 'Choisir ce qui vous parvient, et comment',
  },
};
