'use client';

import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'next-intl';
import { pagesFor, type StaffFacts } from '@/components/admin/admin-pages';
import { leavePage } from '@/components/settings/leave-page';
import { Dialog } from '@/components/ui/dialog';
import { Kbd } from '@/components/ui/kbd';
import { entryOf, TYPE_NAMES } from '@/server/notifications/catalog';
import { SETTINGS } from './settings-found';
import { SETTINGS_GROUPS } from './settings-pages';
import { showSetting } from './show-setting';
import { chooseTheme } from './theme';
import { useSignOut } from './use-sign-out';
import type { ViewerFacts } from './viewer-facts';

interface Props {
  me: ViewerFacts;
  /** In the administration, whose pages then come first. */
  staff?: StaffFacts | undefined;
  view: 'search' | 'shortcuts';
  onClose: () => void;
}

const groupClasses =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-text-muted';

/** Finds a page, a setting or an action by any of its names and goes there or does it. */
export function CommandPalettePopup({ me, staff, view, onClose }: Props) {
  const t = useTranslations('palette');
  const common = useTranslations('common');
  const title = t(view === 'search' ? 'title' : 'shortcuts');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title} closeLabel={common('close')}>
      {view === 'search' ? <Finder me={me} staff={staff} onClose={onClose} /> : <Shortcuts />}
    </Dialog>
  );
}

function Finder({ me, staff, onClose }: Omit<Props, 'view'>) {
  const t = useTranslations('palette');
  const navigation = useTranslations('navigation');
  const everywhere = useTranslations();
  const router = useRouter();
  const signOut = useSignOut();
  const run = (action: () => void) => () => {
    onClose();
    action();
  };
  const go = (address: string) => leavePage(() => router.push(address));
  const isStaff = me.permissions.includes('dashboard.view');
  const staffPages = pagesFor(staff ?? { permissions: isStaff ? me.permissions : [], moderatesOnly: false });
  const administration = staffPages.length > 0 && (
    <Command.Group heading={navigation('administration')} className={groupClasses}>
      {staffPages.map(({ href, name }) => (
        <Entry
          key={href}
          name={navigation(name)}
          words={`${navigation('administration')} ${t(`synonyms.${name}`)}`}
          onSelect={run(() => go(href))}
        />
      ))}
    </Command.Group>
  );

  return (
    <Command label={t('title')} loop filter={rank} className="flex flex-col gap-2">
      <Command.Input
        autoFocus
        placeholder={t('placeholder')}
        className="min-h-10 w-full rounded-md border border-border-strong bg-surface px-3 text-md pointer-coarse:text-lg"
      />
      {/* Beside the list, in which only options may stand. */}
      <Command.Empty className="px-3 py-6 text-center text-md text-text-muted">{t('empty')}</Command.Empty>
      <Command.List className="max-h-[min(20rem,40dvh)] overflow-y-auto">
        {staff && administration}
        <Command.Group heading={t('settings')} className={groupClasses}>
          {SETTINGS.map(({ href, id, label }) => (
            <Entry
              key={id}
              name={everywhere(label)}
              words={t(`synonyms.${id}`)}
              onSelect={run(() => showSetting({ href, id, go }))}
            />
          ))}
          {TYPE_NAMES.filter((type) => isStaff || !entryOf(type).staff).map((type) => (
            <Entry
              key={type}
              name={t('kind', { name: everywhere(`notificationTypes.${type}`) })}
              words={t(`kindSynonyms.${type}`)}
              onSelect={run(() => showSetting({ href: '/settings/notifications', id: type, go }))}
            />
          ))}
        </Command.Group>
        <Command.Group heading={t('pages')} className={groupClasses}>
          {SETTINGS_GROUPS.flatMap(({ pages }) => pages).map(({ href, name }) => (
            <Entry key={href} name={navigation(name)} onSelect={run(() => go(href))} />
          ))}
          <Entry name={navigation('viewProfile')} onSelect={run(() => go(`/u/${me.handle}`))} />
        </Command.Group>
        {!staff && administration}
        <Command.Group heading={t('actions')} className={groupClasses}>
          <Entry
            name={t('useLight')}
            words={t('synonyms.theme')}
            onSelect={run(() => chooseTheme('light'))}
          />
          <Entry name={t('useDark')} words={t('synonyms.theme')} onSelect={run(() => chooseTheme('dark'))} />
          <Entry
            name={t('useSystem')}
            words={t('synonyms.theme')}
            onSelect={run(() => chooseTheme('system'))}
          />
          <Entry name={navigation('signOut')} words={t('synonyms.signOut')} onSelect={run(signOut)} />
        </Command.Group>
      </Command.List>
    </Command>
  );
}

/** How well an entry fits what was typed: its name first, then its other names, by the beginnings of words. */
function rank(name: string, typed: string, words: string[] = []) {
  const [wanted, called] = [folded(typed.trim()), folded(name)];
  const starts = (text: string) => ` ${text}`.includes(` ${wanted}`);
  if (called.startsWith(wanted)) return 1;
  if (starts(called)) return 0.8;
  return starts(folded(words.join(' '))) || called.includes(wanted) ? 0.4 : 0;
}

/** As it is typed in haste: in small letters, without accents, and with the apostrophe of the keyboard. */
function folded(text: string) {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'");
}

function Entry({ name, words = '', onSelect }: { name: string; words?: string; onSelect: () => void }) {
  return (
    <Command.Item
      value={name}
      keywords={words.split(' ')}
      onSelect={onSelect}
      className="flex min-h-9 cursor-pointer items-center rounded-sm px-3 text-md pointer-coarse:min-h-11 data-[selected=true]:bg-surface-hover"
    >
      {name}
    </Command.Item>
  );
}

function Shortcuts() {
  const t = useTranslations('palette');
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-3 text-md">
      <dt>{t('shortcutPalette')}</dt>
      <dd>
        <Kbd>Ctrl</Kbd> <Kbd>K</Kbd>
      </dd>
      <dt>{t('shortcutHelp')}</dt>
      <dd>
        <Kbd>?</Kbd>
      </dd>
      <dt>{t('shortcutMessages')}</dt>
      <dd>
        <Kbd>J</Kbd> <Kbd>K</Kbd>
      </dd>
    </dl>
  );
}
