import { Link } from '@tanstack/react-router';

/** Leads to the person's own page where there is one. */
export function PersonName({ name, id }: { name: string; id: string | undefined }) {
  if (id === undefined) return name;
  return (
    <Link to="/contacts/$id" params={{ id }}>
      {name}
    </Link>
  );
}
