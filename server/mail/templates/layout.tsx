import {
  Body,
  Button,
  Container,
  Head,
  Heading,
  Hr,
  Html,
  Link,
  Preview,
  Section,
  Text,
} from '@react-email/components';
import { Fragment, type ReactNode } from 'react';
import type { Locale } from '@/server/http/locale';
import type { MailTexts } from '@/server/mail/texts/en';

// Mail programs know neither variables nor our style sheet: light colours inline, dark ones by media query.
const DARK = `
  @media (prefers-color-scheme: dark) {
    .page, .page > table > tbody > tr > td { background-color: #18181b !important; }
    .card { background-color: #27272a !important; border-color: #3f3f46 !important; }
    .ink { color: #fafafa !important; }
    .quiet { color: #a1a1aa !important; }
    .action { background-color: #fafafa !important; color: #18181b !important; }
    .rule { border-color: #3f3f46 !important; }
  }`;
const FONT = 'Inter, -apple-system, "Segoe UI", Roboto, Helvetica, Arial, sans-serif';
const INK = { color: '#18181b', fontFamily: FONT, fontSize: '16px', lineHeight: '24px' };
const QUIET = { color: '#52525b', fontFamily: FONT, fontSize: '14px', lineHeight: '20px' };

interface LayoutProps {
  locale: Locale;
  texts: MailTexts;
  title: string;
  preview: string;
  /** Links below the last line. */
  foot?: { label: string; link: string }[] | undefined;
  children: ReactNode;
}

/** The frame of every mail: readable without images, in the dark, and by a screen reader in its language. */
export function Layout({ locale, texts, title, preview, foot = [], children }: LayoutProps) {
  return (
    <Html lang={locale} dir="ltr">
      <Head>
        <title>{title}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <style>{DARK}</style>
      </Head>
      <Preview>{preview}</Preview>
      <Body className="page" style={{ backgroundColor: '#f4f4f5', margin: 0, padding: '24px 12px' }}>
        <Container
          className="card"
          style={{
            backgroundColor: '#ffffff',
            border: '1px solid #e4e4e7',
            borderRadius: '12px',
            maxWidth: '520px',
            padding: '32px',
          }}
        >
          <Text className="quiet" style={{ ...QUIET, fontWeight: 600, margin: '0 0 16px' }}>
            Foyer
          </Text>
          <Heading
            as="h1"
            className="ink"
            style={{ ...INK, fontSize: '22px', lineHeight: '28px', margin: 0 }}
          >
            {title}
          </Heading>
          {children}
          <Hr className="rule" style={{ borderColor: '#e4e4e7', margin: '24px 0 16px' }} />
          <Text className="quiet" style={{ ...QUIET, margin: 0 }}>
            {texts.footer}
          </Text>
          {foot.map(({ label, link }) => (
            <Text key={link} className="quiet" style={{ ...QUIET, margin: '8px 0 0' }}>
              <Link href={link} className="quiet" style={{ ...QUIET, textDecoration: 'underline' }}>
                {label}
              </Link>
            </Text>
          ))}
        </Container>
      </Body>
    </Html>
  );
}

/** One paragraph; what a person typed is escaped by React. */
export function Paragraph({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) {
  return (
    <Text className={quiet ? 'quiet' : 'ink'} style={{ ...(quiet ? QUIET : INK), margin: '16px 0 0' }}>
      {children}
    </Text>
  );
}

/** What somebody else wrote: its lines and its direction are theirs, and no address in it is made a link. */
export function Quote({ text }: { text: string }) {
  return (
    <Text
      dir="auto"
      className="ink rule"
      style={{
        ...INK,
        borderInlineStart: '3px solid #e4e4e7',
        margin: '16px 0 0',
        overflowWrap: 'anywhere',
        paddingInlineStart: '12px',
        whiteSpace: 'pre-wrap',
      }}
    >
      {text}
    </Text>
  );
}

/** Facts, each on a line of its own. */
export function Lines({ lines }: { lines: string[] }) {
  return (
    <Text className="ink" style={{ ...INK, margin: '16px 0 0' }}>
      {lines.map((line, at) => (
        <Fragment key={line}>
          {at > 0 && <br />}
          {line}
        </Fragment>
      ))}
    </Text>
  );
}

/** What belongs together, under a heading: each line leads somewhere. */
export function Listing({
  title,
  lines,
}: {
  title: string;
  lines: { text: string; link: string; when: string }[];
}) {
  return (
    <Section style={{ margin: '24px 0 0' }}>
      <Heading as="h2" className="ink" style={{ ...INK, fontWeight: 600, margin: 0 }}>
        {title}
      </Heading>
      {lines.map(({ text, link, when }) => (
        <Text
          key={`${link} ${text}`}
          className="ink"
          style={{ ...INK, margin: '8px 0 0', overflowWrap: 'anywhere' }}
        >
          <Link href={link} className="ink" style={{ ...INK, textDecoration: 'underline' }}>
            {text}
          </Link>
          <br />
          <span className="quiet" style={QUIET}>
            {when}
          </span>
        </Text>
      ))}
    </Section>
  );
}

/** The one thing to do, as a button and as an address to copy. */
export function Action({ href, label, hint }: { href: string; label: string; hint: string }) {
  return (
    <Section style={{ margin: '24px 0 0' }}>
      <Button
        href={href}
        className="action"
        style={{
          backgroundColor: '#18181b',
          borderRadius: '8px',
          color: '#ffffff',
          fontFamily: FONT,
          fontSize: '16px',
          fontWeight: 600,
          padding: '12px 20px',
        }}
      >
        {label}
      </Button>
      <Text className="quiet" style={{ ...QUIET, margin: '16px 0 0' }}>
        {hint}
        <br />
        <Link
          href={href}
          className="ink"
          style={{ ...QUIET, textDecoration: 'underline', wordBreak: 'break-all' }}
        >
          {href}
        </Link>
      </Text>
    </Section>
  );
}

/** What else can be done, plainer than the one thing. */
export function Otherwise({ href, label }: { href: string; label: string }) {
  return (
    <Text className="ink" style={{ ...INK, margin: '16px 0 0' }}>
      <Link href={href} className="ink" style={{ ...INK, textDecoration: 'underline' }}>
        {label}
      </Link>
    </Text>
  );
}
