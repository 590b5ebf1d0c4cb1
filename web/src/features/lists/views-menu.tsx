import { Menu } from '@mantine/core';
import { IconBookmark, IconCheck, IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';

import type { AccountColumn } from '@/api/service';
import type { SavedView, ViewedList } from '@/api/views';

import css from './lists.module.css';
import type { ListSearch } from './use-list-state';
import { DeleteDialog, ViewDialog } from './view-dialog';
import { grouped, isChanged, searchOf, textOf } from './views';
import { useKeepView, viewsQuery } from './views-query';

interface ViewsMenuProps {
  list: ViewedList;
  search: ListSearch;
  columns: readonly AccountColumn[];
  /** Whether the columns were chosen, here or earlier in this browser. */
  chosen: boolean;
}

type Asked = 'new' | 'edit' | 'delete';

/** Lists by name: built in, mine, my teams'; and what can be done with the one that is open. */
export function ViewsMenu({ list, search, columns, chosen }: ViewsMenuProps) {
  const { data: views = [] } = useQuery(viewsQuery(list));
  const [asked, setAsked] = useState<Asked>();
  const close = () => setAsked(undefined);
  const navigate = useNavigate();
  const open = views.find((each) => each.id === search.view);
  const changed = open !== undefined && isChanged(open, search);
  const text = textOf(search, chosen ? columns.map((each) => each.name) : null);
  const show = (view: SavedView | undefined) => {
    close();
    void navigate({ to: `/${list}`, search: view ? searchOf(view) : {} });
  };
  const keep = useKeepView(show);
  return (
    <>
      <Menu position="bottom-end" shadow="md" width={260}>
        <Menu.Target>
          <button type="button" className={css.tool} data-testid="views">
            <IconBookmark size={15} aria-hidden />
            <span className={css.viewName}>{open?.name ?? 'Views'}</span>
            {changed && <span className={css.mute}>changed</span>}
            <IconChevronDown size={13} aria-hidden />
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <ViewItems list={list} views={views} open={open} onShow={show} />
          <Menu.Divider />
          {open?.mine && changed && (
            <Menu.Item onClick={() => keep.mutate({ id: open.id, text })}>
              Save changes to “{open.name}”
            </Menu.Item>
          )}
          <Deeds mine={open?.mine ?? false} onAsk={setAsked} />
        </Menu.Dropdown>
      </Menu>
      {asked === 'new' && <ViewDialog text={{ ...text, of: list }} onClose={close} onKept={show} />}
      {asked === 'edit' && open && <ViewDialog view={open} text={{}} onClose={close} onKept={close} />}
      {asked === 'delete' && open && (
        <DeleteDialog view={open} onClose={close} onRemoved={() => show(undefined)} />
      )}
    </>
  );
}

function Deeds({ mine, onAsk }: { mine: boolean; onAsk: (asked: Asked) => void }) {
  return (
    <>
      <Menu.Item onClick={() => onAsk('new')}>Save this list as a view…</Menu.Item>
      {mine && <Menu.Item onClick={() => onAsk('edit')}>Rename or share…</Menu.Item>}
      {mine && (
        <Menu.Item color="red" onClick={() => onAsk('delete')}>
          Delete…
        </Menu.Item>
      )}
    </>
  );
}

interface ViewItemsProps {
  list: ViewedList;
  views: readonly SavedView[];
  open: SavedView | undefined;
  onShow: (view: SavedView | undefined) => void;
}

function ViewItems({ list, views, open, onShow }: ViewItemsProps) {
  return (
    <>
      <Menu.Item onClick={() => onShow(undefined)}>All {list}</Menu.Item>
      {grouped(views).map((group) => (
        <div key={group.title} role="group" aria-label={group.title}>
          <Menu.Label>{group.title}</Menu.Label>
          {group.views.map((view) => (
            <Menu.Item
              key={view.id}
              leftSection={view === open ? <IconCheck size={14} aria-hidden /> : undefined}
              rightSection={view.team && <span className={css.team}>{view.team}</span>}
              aria-current={view === open ? 'true' : undefined}
              onClick={() => onShow(view)}
            >
              {view.name}
            </Menu.Item>
          ))}
        </div>
      ))}
    </>
  );
}
