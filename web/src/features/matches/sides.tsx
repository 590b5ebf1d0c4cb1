import { Link } from '@tanstack/react-router';

import type { Match, MatchSide } from '@/api/matches';
import { SourceMark } from '@/components/source-mark';
import { cx } from '@/lib/cx';

import css from './matches.module.css';
import { sideKind, sideTitle } from './words';

/** Both sides beside each other; values that both have are marked. */
export function Sides({ match }: { match: Match }) {
  return (
    <div className={css.sides}>
      <Side kind={match.kind} side={match.left} other={match.right} />
      <Side kind={match.kind} side={match.right} other={match.left} />
    </div>
  );
}

interface SideProps {
  kind: Match['kind'];
  side: MatchSide;
  other: MatchSide;
}

function Side({ kind, side, other }: SideProps) {
  const sources = [...new Set(side.records.map((each) => each.source))];
  return (
    <section className={css.side}>
      <div className={css.head}>
        {sources.map((source) => (
          <SourceMark key={source} source={source} />
        ))}
        <h2 className={css.title}>
          <SideName side={side} />
        </h2>
      </div>
      <p className={css.kind}>{sideKind(side)}</p>
      {kind === 'contact-to-contact' ? (
        <PersonFacts side={side} other={other} />
      ) : (
        <CompanyFacts side={side} other={other} />
      )}
    </section>
  );
}

/** With a link to the page of whoever it is. */
export function SideName({ side }: { side: MatchSide }) {
  const title = sideTitle(side);
  if (side.contact)
    return (
      <Link to="/contacts/$id" params={{ id: side.contact.id }}>
        {title}
      </Link>
    );
  if (!side.account) return title;
  return (
    <Link to="/accounts/$id" params={{ id: side.account.id }}>
      {title}
    </Link>
  );
}

type Facts = Pick<SideProps, 'side' | 'other'>;

function CompanyFacts({ side, other }: Facts) {
  return (
    <dl className={css.facts}>
      <Fact title="Names" values={side.names} others={other.names} />
      <Fact title="Domains" values={side.domains} others={other.domains} />
      <Fact title="People" values={side.addresses} others={other.addresses} />
      <Fact title="Place" values={placeOf(side)} others={placeOf(other)} />
    </dl>
  );
}

function PersonFacts({ side, other }: Facts) {
  return (
    <dl className={css.facts}>
      <Fact title="Names" values={side.names} others={other.names} />
      <Fact title="Emails" values={side.addresses} others={other.addresses} />
      <Fact title="Phones" values={side.phones} others={other.phones} />
      <Fact title="Company" values={companyOf(side)} others={companyOf(other)} />
      <Fact title="Title" values={titleOf(side)} others={titleOf(other)} />
    </dl>
  );
}

const placeOf = ({ city, country }: MatchSide): string[] => [city, country].filter((each) => each !== null);
const companyOf = ({ account }: MatchSide): string[] => (account ? [account.name] : []);
const titleOf = ({ title }: MatchSide): string[] => (title ? [title] : []);

interface FactProps {
  title: string;
  values: readonly string[];
  others: readonly string[];
}

/** Values that the other side has, too, are marked. */
function Fact({ title, values, others }: FactProps) {
  const same = new Set(others.map((each) => each.toLowerCase()));
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {values.length === 0 && <span className={css.none}>Not known</span>}
        {values.map((value) => (
          <span key={value} className={cx(css.value, same.has(value.toLowerCase()) && css.same)}>
            {value}
          </span>
        ))}
      </dd>
    </>
  );
}
