import type { Mirrored, OwnField } from '@/api/fields';
import type { Ref } from '@/api/provenance';
import { Badge } from '@/components/badge';
import { SourceLink } from '@/components/record-link';
import { FromSource } from '@/components/source-mark';
import { valueText } from '@/lib/field-values';
import { safeUrl } from '@/lib/links';
import { nameInAddress } from '@/lib/text';

import { FieldPivot } from './field-pivot';
import css from './fields.module.css';

interface ShownValueProps {
  field: OwnField;
  records: readonly Ref[];
}

/** What is shown, and beside an own value what sources say otherwise. */
export function ShownValue({ field, records }: ShownValueProps) {
  const mirrored = field.mirrored ?? [];
  const beside = field.rule === 'mirrored' ? mirrored.slice(0, 1) : contrary(field, mirrored);
  return (
    <span className={css.shown}>
      <Value field={field} />
      {field.rule === 'default' && <span className={css.hint}>by default</span>}
      {beside.map((each) => (
        <span key={`${each.source}/${each.external_id ?? each.value}`} className={css.mirrored}>
          {field.rule !== 'mirrored' && whoOrWhat(field, each)}
          <SourceLink url={urlOf(each, records)} source={each.source}>
            <FromSource source={each.source} />
          </SourceLink>
        </span>
      ))}
    </span>
  );
}

function Value({ field }: { field: OwnField }) {
  const { value, kind } = field;
  if (Array.isArray(value) && value.length > 0)
    return value.map((each) => (
      <Badge key={each} tone="plain">
        <FieldPivot field={field} value={each}>
          {each}
        </FieldPivot>
      </Badge>
    ));
  const said = field.rule ? field.mirrored?.[0] : undefined;
  const text = valueText(kind, value, field.user) ?? (said && whoOrWhat(field, said));
  if (text === undefined) return <span className={css.nothing}>{field.required ? 'Required' : 'None'}</span>;
  const href = kind === 'url' ? safeUrl(text) : undefined;
  if (href)
    return (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    );
  return (
    <span className={css.text}>
      <FieldPivot field={field} value={typeof value === 'number' ? String(value) : text}>
        {text}
      </FieldPivot>
    </span>
  );
}

/** A teammate whom nobody has invited yet is named as far as the address tells it. */
const whoOrWhat = ({ kind }: OwnField, { user, value }: Mirrored): string =>
  user?.name ?? (kind === 'user' && value.includes('@') ? nameInAddress(value) : value);

/** Sources that say the same need no word of their own, each that differs is said once. */
function contrary(field: OwnField, mirrored: readonly Mirrored[]): Mirrored[] {
  const own = typeof field.value === 'string' ? field.value.toLowerCase() : undefined;
  const differing = mirrored.filter((each) => (each.user?.id ?? each.value.toLowerCase()) !== own);
  return [...new Map(differing.map((each) => [`${each.source}/${each.value}`, each])).values()].slice(0, 4);
}

function urlOf(mirrored: Mirrored, records: readonly Ref[]): string | undefined {
  return records.find((each) => each.source === mirrored.source && each.external_id === mirrored.external_id)
    ?.url;
}
