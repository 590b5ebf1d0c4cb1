import { type Column, Table } from '@/components/table';
import { formatNumber } from '@/lib/numbers';
import { inWords } from '@/lib/text';

import type { Choices, FieldPlan, MergePlan, Side } from './merging-query';
import css from './merging.module.css';

const RULES: Record<string, string> = {
  agreed: 'nobody says anything else',
  chosen: 'chosen by you',
  owned: 'set by a person',
  verified: 'verified by its source',
  source_order: 'the source that is asked first',
  survivor: 'the account that stays',
};

interface PlanFieldsProps {
  plan: MergePlan;
  choices: Choices;
  onChoose: (choices: Choices) => void;
}

/** Every field with both values. Where they differ, one can be chosen. */
export function PlanFields({ plan, choices, onChoose }: PlanFieldsProps) {
  const value = (field: FieldPlan, side: Side) => {
    const text = field[side];
    if (!text) return '–';
    if (!field.conflict) return text;
    return (
      <label className={css.choice}>
        <input
          type="radio"
          name={`choose-${field.name}`}
          checked={field.side === side}
          onChange={() => onChoose({ ...choices, [field.name]: side })}
        />
        {text}
      </label>
    );
  };
  const columns: Column<FieldPlan>[] = [
    { name: 'field', title: 'Field', cell: (field) => inWords(field.name) },
    { name: 'kept', title: plan.kept.account.name, cell: (field) => value(field, 'kept') },
    { name: 'absorbed', title: plan.absorbed.account.name, cell: (field) => value(field, 'absorbed') },
    {
      name: 'shown',
      title: 'Will be shown',
      cell: (field) => (
        <>
          {field.shown ?? '–'}
          {field.rule && <div className={css.sub}>{RULES[field.rule] ?? inWords(field.rule)}</div>}
        </>
      ),
    },
  ];
  const rows = plan.fields.filter((field) => field.kept ?? field.absorbed);
  return (
    <Table caption="Fields of both accounts" rows={rows} columns={columns} keyOf={(field) => field.name} />
  );
}

/** How much hangs on either side: all of it stays, and is shown together. */
export function PlanRelated({ plan }: { plan: MergePlan }) {
  const rows = plan.related.filter((each) => each.kept > 0 || each.absorbed > 0);
  return (
    <Table
      caption="What belongs to both accounts"
      rows={rows}
      keyOf={(each) => each.kind}
      columns={[
        { name: 'kind', title: 'What belongs to them', cell: (each) => each.label },
        { name: 'kept', title: plan.kept.account.name, right: true, cell: (each) => formatNumber(each.kept) },
        {
          name: 'absorbed',
          title: plan.absorbed.account.name,
          right: true,
          cell: (each) => formatNumber(each.absorbed),
        },
      ]}
    />
  );
}
