import { Table } from '@/components/table';
import { formatNumber } from '@/lib/numbers';
import { inWords } from '@/lib/text';

import {
  type Choices,
  customerOf,
  type FieldPlan,
  type Kind,
  type MergePlan,
  type Side,
} from './merging-query';
import css from './merging.module.css';
import { Choice } from './parts';
import { ruleWords } from './rules';
import { WORDS } from './words';

interface PlanFieldsProps {
  kind: Kind;
  plan: MergePlan;
  choices: Choices;
  onChoose: (choices: Choices) => void;
}

const SIDES: readonly Side[] = ['kept', 'absorbed'];

/** Every field with both values. Where they differ, one can be chosen. */
export function PlanFields({ kind, plan, choices, onChoose }: PlanFieldsProps) {
  return (
    <div className={css.fields}>
      {plan.fields
        .filter((field) => field.kept ?? field.absorbed)
        .map((field) => (
          <fieldset key={field.name} className={css.field} data-testid={`plan-${field.name}`}>
            <legend className={css.fieldName}>{inWords(field.name)}</legend>
            {SIDES.map((side) => (
              <div key={side} className={css.sideValue}>
                <span className={css.sideName}>{customerOf(plan[side]).name}</span>
                <SideValue
                  field={field}
                  side={side}
                  chosen={choices[field.name] ?? field.side}
                  onChoose={() => onChoose({ ...choices, [field.name]: side })}
                />
              </div>
            ))}
            <p className={css.outcome}>
              Shown: <b>{field.shown ?? '–'}</b>
              {field.rule && <span className={css.sub}> ({ruleWords(kind, field.rule)})</span>}
            </p>
          </fieldset>
        ))}
    </div>
  );
}

interface SideValueProps {
  field: FieldPlan;
  side: Side;
  /** Known at once; the plan that says it comes a moment later. */
  chosen: Side | null;
  onChoose: () => void;
}

function SideValue({ field, side, chosen, onChoose }: SideValueProps) {
  const text = field[side];
  if (!text) return <span className={css.sub}>Nothing</span>;
  if (!field.conflict) return <span>{text}</span>;
  return (
    <Choice name={`choose-${field.name}`} checked={chosen === side} onChoose={onChoose}>
      {text}
    </Choice>
  );
}

/** How much hangs on either side: all of it stays, and is shown together. */
export function PlanRelated({ kind, plan }: { kind: Kind; plan: MergePlan }) {
  const rows = plan.related.filter((each) => each.kept > 0 || each.absorbed > 0);
  return (
    <Table
      caption={`What belongs to ${WORDS[kind].both}`}
      rows={rows}
      keyOf={(each) => each.kind}
      columns={[
        { name: 'kind', title: 'What belongs to them', cell: (each) => each.label },
        {
          name: 'kept',
          title: <span className={css.columnName}>{customerOf(plan.kept).name}</span>,
          right: true,
          cell: (each) => formatNumber(each.kept),
        },
        {
          name: 'absorbed',
          title: <span className={css.columnName}>{customerOf(plan.absorbed).name}</span>,
          right: true,
          cell: (each) => formatNumber(each.absorbed),
        },
      ]}
    />
  );
}
