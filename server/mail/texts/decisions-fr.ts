import type { decisionsEn } from './decisions-en';

export const decisionsFr: typeof decisionsEn = {
  approvalAsked: {
    somebody: 'Quelqu’un',
    subject: {
      administrator: (person) => `Confier l’administration à ${person}\u202F?`,
      purge: (person) => `Supprimer pour de bon le compte de ${person}\u202F?`,
    },
    preview: 'L’accord d’une deuxième personne est nécessaire.',
    body: {
      administrator: (asker, person) =>
        `${asker} souhaite confier l’administration du site à ${person}. L’accord d’une autre personne qui administre le site est nécessaire\u202F; ce peut être le vôtre.`,
      purge: (asker, person) =>
        `${asker} souhaite supprimer pour de bon le compte de ${person}. L’accord d’une autre personne qui administre le site est nécessaire\u202F; ce peut être le vôtre.`,
    },
    action: 'Consulter la demande',
    until: (moment) => `L’accord peut être donné jusqu’au ${moment}. Sans accord, rien ne se passe.`,
  },
  accountPurged: {
    subject: 'Votre compte a été supprimé',
    preview: 'L’administration de Foyer en a décidé ainsi.',
    body: 'L’administration de Foyer a décidé de supprimer votre compte. Il est fermé, tous les appareils en sont déconnectés, et son contenu est en cours d’effacement. Cette décision ne peut pas être annulée.',
    action: 'Voir l’attestation',
    after:
      'Ce qui a été supprimé, et ce qui est conservé un temps et pourquoi, figurera dans l’attestation. Plus aucun message ne sera envoyé à cette adresse.',
  },
  appealDecided: {
    granted: {
      subject: 'Votre recours est accepté',
      preview: 'La mesure prise par la modération est levée.',
      body: 'Une autre personne de la modération de Foyer a réexaminé la mesure prise à votre égard et accepte votre recours\u00A0: la mesure est levée.',
      bodyOfGroup:
        'Une autre personne de la modération de Foyer a réexaminé la mesure prise à l’égard du groupe et accepte votre recours\u00A0: la mesure est levée.',
    },
    upheld: {
      subject: 'Votre recours est rejeté',
      preview: 'La mesure prise par la modération est maintenue.',
      body: 'Une autre personne de la modération de Foyer a réexaminé la mesure prise à votre égard. La mesure est maintenue, et cette décision est définitive.',
      bodyOfGroup:
        'Une autre personne de la modération de Foyer a réexaminé la mesure prise à l’égard du groupe. La mesure est maintenue, et cette décision est définitive.',
    },
    says: 'Voici sa réponse\u00A0:',
    action: 'Aller à votre compte',
  },
};
