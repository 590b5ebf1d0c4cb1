import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

import type { AccountHead, AccountLink } from '@/api/page';
import { CompanyLogo } from '@/components/avatar';
import { Badge } from '@/components/badge';
import { Moment } from '@/components/moment';
import { PivotLink } from '@/components/pivot-link';
import { formatNumber } from '@/lib/numbers';
import { type Page, viewOf } from '@/lib/page';
import { nameInAddress, inWords } from '@/lib/text';
import type { ProfileView } from '@/sections/profile/model';
import { ownerTitle } from '@/sections/profile/owner-title';

import css from './header.module.css';
import { QuickActions } from './quick-actions';

interface AccountHeaderProps {
  page: Page;
  mayWrite: boolean;
  menu?: ReactNode;
  whyShown?: ReactNode;
}

export function AccountHeader({ page, mayWrite, menu, whyShown }: AccountHeaderProps) {
  const { account } = page;
  const profile = viewOf<ProfileView>(page, 'profile');
  return (
    <header className={css.head} data-testid="account-header">
      <CompanyLogo key={account.id} name={account.name} src={`/api/v1/accounts/${account.id}/logo`} />
      <div className={css.identity}>
        <h1>{account.name}</h1>
        <Facts account={account} profile={profile} />
        <AlsoKnownAs accounts={account.also_known_as ?? []} whyShown={whyShown} />
        <Tags account={account} profile={profile} />
      </div>
      <QuickActions page={page} mayWrite={mayWrite} menu={menu} />
    </header>
  );
}

function Facts({ account, profile }: { account: AccountHead; profile: ProfileView | undefined }) {
  const domain = account.domain ?? profile?.domain?.value;
  const industry = account.industry ?? profile?.industry?.value;
  const facts: [string, ReactNode][] = [
    ['domain', domain && <DomainLink domain={domain} />],
    ['industry', industry && pivot('industry', industry, inWords(industry))],
    ['size', profile?.employees && `${formatNumber(profile.employees.value)} people`],
    ['place', placeOf(account, profile)],
    ['parent', account.parent && <>child of {accountLink(account.parent)}</>],
    ['children', account.children?.length ? <Children accounts={account.children} /> : undefined],
    [
      'activity',
      profile?.last_activity_at && (
        <>
          last activity <Moment at={profile.last_activity_at.value} />
        </>
      ),
    ],
  ];
  return (
    <div className={css.facts}>
      {facts
        .filter(([, fact]) => Boolean(fact))
        .map(([key, fact]) => (
          <span key={key}>{fact}</span>
        ))}
    </div>
  );
}

const pivot = (operator: string, value: string, words = value) => (
  <PivotLink key={operator} operator={operator} value={value}>
    {words}
  </PivotLink>
);

function placeOf(account: AccountHead, profile: ProfileView | undefined): ReactNode {
  const city = account.city ?? profile?.city?.value;
  const country = account.country ?? profile?.country?.value;
  if (!city && !country) return undefined;
  return (
    <>
      {city && pivot('city', city)}
      {city && country && ', '}
      {country && pivot('country', country)}
    </>
  );
}

function DomainLink({ domain }: { domain: string }) {
  return (
    <a href={`https://${encodeURI(domain)}`} target="_blank" rel="noopener noreferrer">
      {domain}
    </a>
  );
}

function accountLink({ id, name }: AccountLink) {
  return (
    <Link key={id} to="/accounts/$id" params={{ id }}>
      {name}
    </Link>
  );
}

function Children({ accounts }: { accounts: readonly AccountLink[] }) {
  return (
    <>
      parent of{' '}
      {accounts.slice(0, 3).map((each, index) => (
        <span key={each.id}>
          {index > 0 && ', '}
          {accountLink(each)}
        </span>
      ))}
      {accounts.length > 3 && ` and ${accounts.length - 3} more`}
    </>
  );
}

/** Accounts that were merged into this one, by their own names. */
function AlsoKnownAs({ accounts, whyShown }: { accounts: readonly AccountLink[]; whyShown: ReactNode }) {
  if (accounts.length === 0) return null;
  return (
    <p className={css.also} data-testid="also-known-as">
      Also known as {accounts.map((each) => each.name).join(', ')} {whyShown}
    </p>
  );
}

function Tags({ account, profile }: { account: AccountHead; profile: ProfileView | undefined }) {
  const own = ownTags(account);
  return (
    <div className={css.tags}>
      {(account.owners ?? []).map((owner) => (
        <Badge key={owner} tone="blue">
          <span title={owner}>{pivot('owner', owner, nameOf(owner, profile))}</span>
        </Badge>
      ))}
      {tagsOf(account, profile).map((tag) => (
        <Badge key={tag} tone="plain">
          {own.includes(tag) ? pivot('tag', tag) : tag}
        </Badge>
      ))}
    </div>
  );
}

/** Those by which customers are searched. */
function ownTags(account: AccountHead): string[] {
  const own = account.fields?.find((each) => each.name === 'tags')?.value;
  return Array.isArray(own) ? own : [];
}

/** Ours first, then the sources'; each once. */
function tagsOf(account: AccountHead, profile: ProfileView | undefined): string[] {
  const all = [...ownTags(account), ...(profile?.tags ?? []).map((each) => each.value)];
  return [...new Map(all.map((tag) => [tag.toLowerCase(), tag])).values()];
}

/** The directory knows owners by address; the profile, once it is there, by name and role. */
function nameOf(address: string, profile: ProfileView | undefined): string {
  const known = profile?.owners?.find((each) => each.value.email?.toLowerCase() === address.toLowerCase());
  return known ? `${known.value.name}, ${ownerTitle(known.value.role)}` : nameInAddress(address);
}
