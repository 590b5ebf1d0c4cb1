import { IconCalendarEvent, IconCheckbox, IconMail, IconNote, IconPhone } from '@tabler/icons-react';

import type { WrittenKind } from '@/api/written';

interface Kind {
  title: string;
  Icon: typeof IconNote;
}

/** What can be written, in the order in which it is offered. */
export const KINDS: Record<WrittenKind, Kind> = {
  note: { title: 'Note', Icon: IconNote },
  call: { title: 'Call', Icon: IconPhone },
  meeting: { title: 'Meeting', Icon: IconCalendarEvent },
  email: { title: 'Email', Icon: IconMail },
  task: { title: 'Task', Icon: IconCheckbox },
};

export const WRITTEN_KINDS = Object.keys(KINDS) as WrittenKind[];
