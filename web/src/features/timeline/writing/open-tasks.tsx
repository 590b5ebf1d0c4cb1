import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';

import type { Written } from '@/api/written';
import { Badge } from '@/components/badge';
import { Card } from '@/components/card';
import { Moment } from '@/components/moment';
import { SkeletonLines } from '@/components/skeleton';
import { Quiet } from '@/components/stack';
import { reasonOf } from '@/lib/api';
import type { Customer } from '@/lib/customers';
import { formatNumber } from '@/lib/numbers';
import { meQuery, useMay, useReads } from '@/lib/session';
import { teammatesQuery } from '@/lib/teammates';

import css from './tasks.module.css';
import { tasksQuery, useChangeWritten } from './written-query';

/** What is still to be done for a customer, the next first. */
export function OpenTasks({ customer }: { customer: Customer }) {
  const may = useMay('section_drill');
  const reads = useReads('communication');
  const { data, error } = useQuery({ ...tasksQuery(customer), enabled: may && reads });
  const list = useRef<HTMLDivElement>(null);
  if (!may || !reads) return null;
  const tasks = [...(data?.items ?? [])].sort(bySoonest);
  return (
    <Card
      title="Tasks"
      testId="tasks"
      aside={tasks.length > 0 && <Quiet>{formatNumber(tasks.length)}</Quiet>}
    >
      <div ref={list} tabIndex={-1} className={css.list}>
        {error && <p role="alert">{reasonOf(error)}</p>}
        {!data && !error && <SkeletonLines widths={['60%']} />}
        {data && tasks.length === 0 && <Quiet>Nothing is to be done.</Quiet>}
        <ul>
          {tasks.map((task) => (
            <Task key={task.id} customer={customer} task={task} onDone={() => list.current?.focus()} />
          ))}
        </ul>
      </div>
    </Card>
  );
}

/** What has no day comes last. */
function bySoonest(one: Written, other: Written): number {
  if (one.due_at === undefined || other.due_at === undefined)
    return Number(one.due_at === undefined) - Number(other.due_at === undefined);
  return one.due_at.localeCompare(other.due_at);
}

interface TaskProps {
  customer: Customer;
  task: Written;
  onDone: () => void;
}

function Task({ customer, task, onDone }: TaskProps) {
  const { data: me } = useQuery(meQuery);
  const complete = useChangeWritten(customer, 'The task is done.', onDone);
  const mayEdit = useMay('field_edit');
  const may = mayEdit && (task.mine === true || task.assignee?.id === me?.user.id);
  return (
    <li className={css.task} data-testid="task">
      <input
        type="checkbox"
        className={css.tick}
        aria-label={`Done: ${task.subject ?? 'task'}`}
        checked={complete.isPending || complete.isSuccess}
        disabled={!may || complete.isPending}
        onChange={() => complete.mutate({ id: task.id, done: true })}
      />
      <div className={css.what}>
        <p>{task.subject}</p>
        <p className={css.about}>
          {task.due_at !== undefined && (
            <span className={task.overdue ? css.overdue : undefined}>
              {task.overdue ? 'Overdue since ' : 'Due '}
              <Moment at={task.due_at} as="short" />
            </span>
          )}
          {mayEdit && task.mine ? <Reassign customer={customer} task={task} /> : <For task={task} />}
        </p>
        {complete.error && (
          <p className={css.refused} role="alert">
            {reasonOf(complete.error)}
          </p>
        )}
      </div>
    </li>
  );
}

const For = ({ task }: { task: Written }) => (
  <Badge tone="plain">{task.assignee?.name ?? 'Nobody yet'}</Badge>
);

/** Its author gives it to somebody else. */
function Reassign({ customer, task }: { customer: Customer; task: Written }) {
  const { data: teammates = [] } = useQuery(teammatesQuery);
  const assign = useChangeWritten(customer, 'The task is given to somebody else.');
  const known = task.assignee && !teammates.some(({ id }) => id === task.assignee?.id) ? [task.assignee] : [];
  return (
    <>
      <select
        className={css.assignee}
        aria-label={`Who does it: ${task.subject ?? 'task'}`}
        value={task.assignee?.id ?? ''}
        disabled={assign.isPending}
        onChange={({ currentTarget }) =>
          assign.mutate({ id: task.id, version: task.version, assignee: currentTarget.value || null })
        }
      >
        <option value="">Nobody yet</option>
        {[...known, ...teammates].map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {assign.error && (
        <span className={css.refused} role="alert">
          {reasonOf(assign.error)}
        </span>
      )}
    </>
  );
}
