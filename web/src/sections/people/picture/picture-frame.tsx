import { type ReactNode, useState } from 'react';

import { ToggleButton } from '@/components/chart-frame';
import { type Cells, saveCsv } from '@/lib/csv';

import css from './picture.module.css';

export interface Found {
  /** Which of those found is looked at, from 0, and how many there are. */
  at: number;
  of: number;
}

interface PictureFrameProps {
  label: string;
  height: number;
  file: string;
  rows: () => Cells[];
  picture: (sought: { text: string; turn: number }) => ReactNode;
  table: ReactNode;
}

/** A picture that can be searched, and the same as a table, one click apart, and as a file. Ears are told the table. */
export function PictureFrame({ label, height, file, rows, picture, table }: PictureFrameProps) {
  const [asTable, setAsTable] = useState(false);
  const [sought, setSought] = useState({ text: '', turn: 0 });
  return (
    <div>
      <div className={css.bar}>
        <input
          type="search"
          className={css.search}
          aria-label={`Find a person in the picture: ${label}`}
          placeholder="Find a person"
          value={sought.text}
          disabled={asTable}
          onChange={(event) => setSought({ text: event.currentTarget.value, turn: 0 })}
          onKeyDown={(event) => {
            if (event.key === 'Enter') setSought({ ...sought, turn: sought.turn + 1 });
          }}
        />
        <span className={css.controls}>
          <button type="button" className={css.tool} onClick={() => saveCsv(file, rows())}>
            CSV<span className="visually-hidden"> of {label}</span>
          </button>
          <ToggleButton pressed={asTable} onToggle={() => setAsTable(!asTable)}>
            Table<span className="visually-hidden"> of {label}</span>
          </ToggleButton>
        </span>
      </div>
      {asTable ? (
        <div className={css.table} style={{ height }}>
          {table}
        </div>
      ) : (
        <>
          <div className={css.picture} style={{ height }}>
            {picture(sought)}
          </div>
          <div className="visually-hidden">{table}</div>
        </>
      )}
    </div>
  );
}
