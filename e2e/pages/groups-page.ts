import { expect, type Page } from 'playwright/test';
import { untilAlive } from '@/e2e/support/alive';
import { shownText } from '@/e2e/support/shown-text';
import type { Words } from '@/e2e/support/words';

const isolated = (name: string) => `\u2068${name}\u2069`;

/** One's groups, in the settings. */
export function groupsPage(page: Page, t: Words) {
  const heading = page.getByRole('heading', { level: 1, name: t('groups.title'), exact: true });
  const dialog = page.getByRole('dialog');
  const list = page.getByRole('list', { name: t('groups.listTitle') });
  return {
    heading,
    async open() {
      await page.goto('/settings/groups');
      await expect(heading).toBeVisible();
      await untilAlive(page);
    },
    empty: shownText(page, t('groups.listEmpty')),
    list,
    row: (name: string) => list.getByRole('listitem').filter({ hasText: name }),
    invitations: page.getByRole('list', { name: t('groups.invitationsTitle') }),
    accept: (name: string) =>
      page.getByRole('button', { name: t('groups.acceptNamed', { group: isolated(name) }) }),
    decline: (name: string) =>
      page.getByRole('button', { name: t('groups.declineNamed', { group: isolated(name) }) }),
    create: page.getByRole('button', { name: t('groups.create'), exact: true }),
    dialog,
    name: dialog.getByLabel(t('groups.name'), { exact: true }),
    leave: (name: string) =>
      page.getByRole('button', { name: t('groups.leaveNamed', { group: isolated(name) }) }),
    left: (name: string) => page.getByText(t('groups.left', { group: isolated(name) })),
    question: page.getByRole('alertdialog'),
  };
}

/** The page of a group. */
export function groupPage(page: Page, t: Words) {
  const main = page.getByRole('main');
  const dialog = page.getByRole('dialog');
  const question = page.getByRole('alertdialog');
  const members = main.getByRole('list', { name: t('groups.membersTitle') });
  return {
    main,
    heading: (name: string) => main.getByRole('heading', { level: 1, name, exact: true }),
    async open(groupId: string) {
      await page.goto(`/groups/${groupId}`);
      await expect(main.getByRole('heading', { level: 1 })).toBeVisible();
      await untilAlive(page);
    },
    members,
    member: (name: string) => members.getByRole('listitem').filter({ hasText: name }),
    memberActions: (name: string) =>
      members.getByRole('button', { name: t('groups.memberActions', { name: isolated(name) }) }),
    invite: main.getByRole('button', { name: t('groups.invite'), exact: true }),
    dialog,
    person: dialog.getByLabel(t('groups.person'), { exact: true }),
    invited: main.getByRole('list', { name: t('groups.invitationsOut') }),
    withdraw: (name: string) =>
      main.getByRole('button', { name: t('groups.withdrawNamed', { name: isolated(name) }) }),
    more: (name: string) => main.getByRole('button', { name: t('groups.more', { group: isolated(name) }) }),
    entry: (key: 'leaveConfirm' | 'delete' | 'report' | 'make.owner' | 'make.manager' | 'removeMember') =>
      page.getByRole('menuitem', { name: t(`groups.${key}`), exact: true }),
    /** For staff. */
    openCase: main.getByRole('button', { name: t('groups.openCase'), exact: true }),
    /** That moderators have hidden it; to its owners with the reason. */
    hidden: main.getByText(t('groups.hiddenNote')),
    hiddenRule: (rule: string) => main.getByText(t('groups.hiddenRule', { rule }), { exact: true }),
    toAppeal: main.getByRole('link', { name: t('groups.hiddenAppeal'), exact: true }),
    join: main.getByRole('button', { name: t('groups.join'), exact: true }),
    question,
    answer: (key: 'leaveConfirm' | 'ownerConfirm' | 'deleteConfirm') =>
      question.getByRole('button', { name: t(`groups.${key}`), exact: true }),
    onlyOwner: question.getByRole('alert'),
    typedName: question.getByRole('textbox'),
  };
}

/** The groups as staff see them. */
export function adminGroupsPage(page: Page, t: Words) {
  const list = page.getByRole('group', { name: t('groups.title') });
  return {
    async open(query = '') {
      await page.goto(`/admin/groups${query}`);
      await expect(list).toBeVisible();
      await untilAlive(page);
    },
    search: list.getByRole('searchbox'),
    link: (name: string) => list.getByRole('link', { name, exact: true }),
    nobody: list.getByText(t('groups.nobody.title')),
    /** What of the table is only seen by scrolling it sideways, in pixels. */
    hiddenWidth: () =>
      list
        .getByRole('region', { name: t('groups.title') })
        .evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth),
  };
}
