import type { ReactNode } from 'react';

import type { Alternative, Ref, Sourced } from '@/api/provenance';
import { KeyValues, type KeyValue } from '@/components/key-values';
import { Moment } from '@/components/moment';
import { PivotLink } from '@/components/pivot-link';
import { RecordLink, SourceLink } from '@/components/record-link';
import { SectionCard } from '@/components/section-card';
import { FromSource } from '@/components/source-mark';
import { formatNumber } from '@/lib/numbers';
import { useSource } from '@/lib/sources';
import { inWords } from '@/lib/text';
import { formatDay } from '@/lib/time';

import type { CardProps } from '../section-module';
import css from './details.module.css';
import type { Owner, ProfileView } from './model';
import { ownerTitle } from './owner-title';

/** Every fact of the profile with the mark of who says so, and who says otherwise. */
export function ProfileAside({ section }: CardProps) {
  return (
    <SectionCard<ProfileView>
      title="Details"
      topic="Profile"
      section={section}
      testId="section-profile"
      height={320}
    >
      {(view) => <KeyValues rows={rowsOf(view)} />}
    </SectionCard>
  );
}

function rowsOf(view: ProfileView): KeyValue[] {
  const row = <T,>(
    key: string,
    label: string,
    sourced: Sourced<T> | undefined,
    show: (value: T) => ReactNode,
  ) => sourced && { key, label, value: <SourcedValue sourced={sourced} show={show} /> };
  const same = (operator: string, words: (value: string) => string) => (value: string) => (
    <PivotLink operator={operator} value={value}>
      {words(value)}
    </PivotLink>
  );
  return [
    row('name', 'Name', view.name, String),
    row('domain', 'Domain', view.domain, String),
    row('plan', 'Plan', view.plan, same('plan', inWords)),
    row('status', 'Status', view.product_status, same('status', inWords)),
    row('trial', 'Trial ends', view.trial_ends_at, (at) => <Moment at={at} as="date" />),
    row('contract', 'Contract ends', view.contract_ends_on, formatDay),
    row('renew', 'Auto-renew', view.auto_renew, (on) => (on ? 'On' : 'Off')),
    ...(view.owners ?? []).map((owner, index) => ownerRow(owner, index)),
    row('lifecycle', 'Lifecycle stage', view.lifecycle_stage, inWords),
    row('industry', 'Industry', view.industry, same('industry', inWords)),
    row('employees', 'Employees', view.employees, formatNumber),
    row('city', 'City', view.city, same('city', String)),
    row('country', 'Country', view.country, same('country', String)),
    row('phone', 'Phone', view.phone, String),
    row('since', 'Customer since', view.customer_since, (at) => <Moment at={at} as="date" />),
    row('parent', 'Parent', view.parent, (parent) => parent.name ?? parent.ref.external_id),
    flagsRow(view.feature_flags),
    recordsRow(view.records),
  ].filter((each) => each !== undefined);
}

function ownerRow(sourced: Sourced<Owner>, index: number): KeyValue {
  const { role, team } = sourced.value;
  const title = role === 'owner' ? 'Owner' : ownerTitle(role);
  return {
    key: `owner-${index}`,
    label: title,
    value: <SourcedValue sourced={sourced} show={(owner) => <OwnerName owner={owner} team={team} />} />,
  };
}

/** Whose customers they are is asked by address. */
function OwnerName({ owner: { name, email }, team }: { owner: Owner; team: string | undefined }) {
  const text = [name, team].filter(Boolean).join(', ');
  if (email === undefined) return text;
  return (
    <PivotLink operator="owner" value={email}>
      {text}
    </PivotLink>
  );
}

function flagsRow(flags: readonly Sourced<string>[] | undefined): KeyValue | undefined {
  if (!flags?.length) return undefined;
  return { key: 'flags', label: 'Feature flags', value: flags.map((each) => each.value).join(', ') };
}

function recordsRow(records: readonly Ref[] | undefined): KeyValue | undefined {
  if (!records?.length) return undefined;
  return {
    key: 'records',
    label: 'Records',
    value: records.map((record) => (
      <span key={`${record.source}/${record.external_id}`} className={css.record}>
        <FromSource source={record.source} />
        <RecordLink record={record}>{record.external_id}</RecordLink>
      </span>
    )),
  };
}

interface SourcedValueProps<T> {
  sourced: Sourced<T>;
  show: (value: T) => ReactNode;
}

function SourcedValue<T>({ sourced, show }: SourcedValueProps<T>) {
  const contrary = (sourced.others ?? []).filter((other) => !isSame(other.value, sourced.value));
  return (
    <>
      <span>{show(sourced.value)}</span>
      <SourceLink url={sourced.url} source={sourced.source}>
        <FromSource source={sourced.source} />
      </SourceLink>
      {contrary.map((other) => (
        <Contrary key={other.source} other={other} show={show} />
      ))}
    </>
  );
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one === 'string' && typeof other === 'string') return one.toLowerCase() === other.toLowerCase();
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Another source says otherwise: shown under the value, never in its place. */
function Contrary<T>({ other, show }: { other: Alternative<T>; show: (value: T) => ReactNode }) {
  const { title } = useSource(other.source);
  return (
    <span className={css.contrary}>
      {title} says {show(other.value)}
    </span>
  );
}
