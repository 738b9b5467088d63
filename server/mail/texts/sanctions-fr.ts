import type { sanctionsEn } from './sanctions-en';

const until = (moment: string | null) => (moment ? `jusqu’au ${moment}` : 'sans date de fin');

export const sanctionsFr: typeof sanctionsEn = {
  sanctions: {
    warning: {
      subject: 'Avertissement de la modération',
      preview: 'Rien ne change pour votre compte.',
      body: () =>
        'La modération de Foyer vous avertit au sujet de ce que vous avez fait ou écrit. Rien ne change pour votre compte ; l’avertissement est conservé. Voici ce qu’elle en dit :',
    },
    hiding: {
      subject: 'La modération a masqué un de vos contenus',
      preview: 'Vous le voyez toujours ; les autres, non.',
      body: (moment) =>
        `La modération de Foyer a masqué un de vos contenus pour tout le monde${moment ? ` ${until(moment)}` : ''}. Vous le voyez toujours vous-même. Voici ce qu’elle en dit :`,
    },
    limit: {
      subject: 'Votre compte est limité',
      preview: 'Vous pouvez vous connecter, mais pas contacter les autres.',
      body: (moment) =>
        `La modération de Foyer a limité votre compte ${until(moment)}. Vous vous connectez comme avant, mais vous ne pouvez ni écrire aux autres ni demander de nouveaux contacts, et la recherche ne vous propose plus. Voici ce qu’elle en dit :`,
    },
    suspension: {
      subject: 'Votre compte est suspendu',
      preview: 'La connexion reste possible : copie de vos données, recours ou départ.',
      body: (moment) =>
        `La modération de Foyer a suspendu votre compte ${until(moment)}. Entre-temps, personne ne le voit, et il est déconnecté partout, applications comprises. Vous pouvez encore vous connecter pour prendre une copie de vos données, former un recours ou supprimer le compte. Voici ce qu’elle en dit :`,
    },
    group_hiding: {
      subject: 'La modération a masqué un de vos groupes',
      preview: 'Ses propriétaires en voient encore le nom et la description ; les autres, non.',
      body: (moment) =>
        `La modération de Foyer a masqué${moment ? `, ${until(moment)},` : ''} un groupe dont vous êtes propriétaire. Qui n’y est ni membre ni invité ne le trouve plus, et les autres n’en voient ni le nom ni la description. Vous et ses autres propriétaires les voyez toujours. Ses membres y restent. Seule la modération peut le montrer de nouveau. Voici ce qu’elle en dit :`,
    },
  },
  endings: {
    warning: {
      expired: {
        subject: 'Un avertissement a pris fin',
        body: 'Un avertissement qui vous concernait ne compte plus.',
      },
      undone: {
        subject: 'Un avertissement a été retiré',
        body: 'La modération de Foyer a retiré un avertissement qu’elle vous avait donné. Il ne compte plus.',
      },
    },
    hiding: {
      expired: {
        subject: 'Votre contenu masqué est de nouveau visible',
        body: 'Ce que la modération de Foyer avait masqué est de nouveau visible pour qui vous le montrez.',
      },
      undone: {
        subject: 'Votre contenu masqué est de nouveau visible',
        body: 'La modération de Foyer est revenue sur sa décision : ce qu’elle avait masqué est de nouveau visible pour qui vous le montrez.',
      },
    },
    limit: {
      expired: {
        subject: 'Votre compte n’est plus limité',
        body: 'La limitation de votre compte est arrivée à son terme. Vous pouvez de nouveau écrire aux autres, et la recherche vous propose de nouveau.',
      },
      undone: {
        subject: 'Votre compte n’est plus limité',
        body: 'La modération de Foyer est revenue sur sa décision : vous pouvez de nouveau écrire aux autres, et la recherche vous propose de nouveau.',
      },
    },
    suspension: {
      expired: {
        subject: 'Votre compte n’est plus suspendu',
        body: 'La suspension de votre compte est arrivée à son terme. Sauf pause ou suppression demandée de votre part, vous retrouvez tout comme avant.',
      },
      undone: {
        subject: 'Votre compte n’est plus suspendu',
        body: 'La modération de Foyer est revenue sur sa décision de suspendre votre compte. Sauf pause ou suppression demandée de votre part, vous retrouvez tout comme avant.',
      },
    },
    group_hiding: {
      expired: {
        subject: 'Votre groupe n’est plus masqué',
        body: 'Le masquage d’un groupe dont vous êtes propriétaire est arrivé à son terme. Son nom et sa description sont de nouveau visibles pour qui peut voir le groupe.',
      },
      undone: {
        subject: 'Votre groupe n’est plus masqué',
        body: 'La modération de Foyer est revenue sur sa décision de masquer un groupe dont vous êtes propriétaire. Son nom et sa description sont de nouveau visibles pour qui peut voir le groupe.',
      },
    },
  },
  rules: {
    safety: 'Sécurité des personnes',
    respect: 'Respect d’autrui',
    privacy: 'Vie privée d’autrui',
    decency: 'Décence',
    identity: 'Identité véritable',
    spam: 'Ni indésirables ni arnaques',
    evasion: 'Contournement d’une décision',
    other: 'Autre règle',
  },
  presets: {
    safety:
      'Ce que vous avez écrit ou montré peut mettre quelqu’un en danger. Ici, personne ne doit être menacé ni poussé à se faire du mal ou à en faire aux autres.',
    respect:
      'Ce que vous avez écrit attaque ou harcèle quelqu’un. Vous pouvez contester ce que disent les gens, sans vous en prendre à ce qu’ils sont.',
    privacy:
      'Vous avez montré, sans son accord, quelque chose de privé qui concerne une autre personne. Merci de ne pas recommencer.',
    decency: 'Ce que vous avez montré est d’une nature sexuelle ou violente qui n’a pas sa place ici.',
    identity:
      'Votre profil peut être pris pour celui de quelqu’un d’autre. Merci d’indiquer clairement qui vous êtes.',
    spam: 'Vous avez écrit la même chose à beaucoup de monde, ou cherché à vendre ou à tromper. Merci de n’écrire qu’à qui souhaite vous lire.',
    evasion:
      'Vous avez contourné une décision antérieure de la modération, par exemple à l’aide d’un autre compte.',
    other: 'Ce que vous avez fait est contraire aux règles de ce lieu.',
  },
  groupPresets: {
    safety:
      'Le nom ou la description de ce groupe peut mettre quelqu’un en danger. Ici, personne ne doit être menacé ni poussé à se faire du mal ou à en faire aux autres.',
    respect:
      'Le nom ou la description de ce groupe attaque des personnes ou s’en moque. On peut contester ce que disent les gens, sans s’en prendre à ce qu’ils sont.',
    privacy: 'Ce groupe montre, sans son accord, quelque chose de privé qui concerne une personne.',
    decency:
      'Le nom ou la description de ce groupe est d’une nature sexuelle ou violente qui n’a pas sa place ici.',
    identity:
      'Ce groupe peut être pris pour celui de quelqu’un d’autre. Merci d’indiquer clairement, dans son nom et sa description, qui est derrière.',
    spam: 'Ce groupe sert à vendre, à tromper, ou à réunir des gens qui n’ont rien demandé.',
    evasion: 'Ce groupe contourne une décision antérieure de la modération.',
    other: 'Le nom ou la description de ce groupe est contraire aux règles de ce lieu.',
  },
  hidden: {
    photo: 'votre photo',
    bio: 'votre présentation',
    pronouns: 'vos pronoms',
    location: 'votre lieu',
    website: 'votre site web',
    message: 'un message que vous avez envoyé',
  },
  group: (name) => `Groupe : ${name}`,
  someGroup: 'un groupe dont vous êtes propriétaire',
  rule: (name) => `Règle : ${name}`,
  hides: (names) => `Masqué : ${names}`,
  until: (moment) => `Jusqu’au : ${moment}`,
  withoutEnd: 'Sans date de fin',
  action: 'Voir ce qui vous est reproché',
  actionSuspended: 'Aller à votre compte',
  appeal: (moment) =>
    `Si cela vous paraît injustifié, vous pouvez former un recours, une seule fois, jusqu’au ${moment}. Une autre personne de la modération l’examinera.`,
  appealOfGroup: (moment) =>
    `Si cela vous paraît injustifié, un recours est possible, une seule fois, jusqu’au ${moment}, par vous ou par un autre propriétaire. Une autre personne de la modération l’examinera.`,
  endedAction: 'Aller sur Foyer',
  endedAfter: 'Vous n’avez rien à faire.',
};
